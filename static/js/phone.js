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

let waited = false;
queue.listen(({ state, waiting, refused }) => {
  if (!strip) return;
  const now = refused.length && state !== "login" && state !== "strange" ? "refused"
    : !waiting && (state === "waiting" || state === "sending") ? "" : state;
  waited = waited || waiting > 0;
  const shown = now === "sent" && !waited ? "" : now;
  strip.querySelectorAll("[data-say]").forEach((words) => {
    words.hidden = words.dataset.say !== shown;
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

queue.flush();
