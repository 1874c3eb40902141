// On every page of whoever is logged in: puts the service worker to work, sends what waits on this
// phone and says so, tells the school when the line is thin, and forgets what was kept at log-out.
import { queue } from "./queue.js";

const { worker } = document.getElementById("phone").dataset;
const strip = document.getElementById("waiting");
const line = navigator.connection;

if (worker && "serviceWorker" in navigator && window.caches) {
  addEventListener("load", () => navigator.serviceWorker.register(worker, { scope: "/" }).catch(() => undefined));
}

const thin = line && (line.saveData || /2g/.test(line.effectiveType));
if (thin || /(?:^|; )thin=/.test(document.cookie)) {
  document.cookie = `thin=1; path=/; samesite=lax; max-age=${thin ? 86400 : 0}`;
}

// Without trouble nothing is said above the page; beside a note the state always stands in words.
let trouble = false;
const STATES = { kept: "sending", sending: "sending", sent: "saved" };
queue.listen(({ state, waiting, refused }) => {
  document.querySelectorAll("#tools .save").forEach((pill) => {
    if (pill.dataset.state || waiting) pill.dataset.state = STATES[state] || "waiting";
  });
  if (!strip) return;
  let shown = waiting || state !== "waiting" ? state : "";
  if (refused.length && state !== "login" && state !== "strange") shown = "refused";
  trouble = trouble || (shown === "waiting" && waiting > 0);
  if (!trouble && /kept|sending|sent/.test(shown)) shown = "";
  strip.querySelectorAll("[data-say]").forEach((words) => {
    words.hidden = words.dataset.say !== (shown === "kept" ? "sending" : shown);
    if (words.dataset.text) words.textContent = words.hidden ? "" : words.dataset.text.replace("{n}", waiting);
  });
  const reason = strip.querySelector("[data-reason]");
  if (refused.length) reason.textContent = refused[0].refused;
  strip.dataset.state = shown;
  strip.hidden = !shown;
});

document.querySelectorAll("form[action*='/logout/']").forEach((form) => form.addEventListener("submit", () => {
  if (!window.caches) return;
  caches.keys().then((names) => names.filter((name) => name.startsWith("kept-") || name === "phone").forEach((name) => caches.delete(name)));
}));

// What waited since another page, or since this phone was switched off, is told of when it is sent.
queue.all().then((found) => {
  trouble = found.some((one) => !one.quiet && !one.refused);
  queue.flush();
});
