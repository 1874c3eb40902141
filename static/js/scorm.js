// A package's step at the school: what the package reports from its frame is kept on this phone
// first and sent after, as often as it takes. A report holds everything since it was opened, so only
// the last one of an opening waits, and sending it twice does no harm.
import { openBox } from "./queue.js";

const AGAIN = 20000; // until a post that didn't get through is tried again, in milliseconds
const GATHER = 2000; // small changes go together
const PATIENCE = 15000;
const SLOW = 15000;
const LAST_WORD = 1500; // for the package and the network, before the page is left

const place = document.querySelector("[data-scorm]");
const opening = document.querySelector("[data-scorm-opening]");
const onward = document.querySelector("[data-scorm-done]");
const state = document.querySelector(".save");
const frame = place.querySelector("iframe");
const start = JSON.parse(document.getElementById("scorm-start").textContent);
const { person, save, launch } = place.dataset;
const there = new URL(frame.src).origin;
const box = openBox(`scorm/${person}/`);
const client = Date.now().toString(36) + Math.random().toString(36).slice(2, 12).padEnd(10, "0");

let seq = 0;
let timer;
let sending;
let begun = false;
let left;

const token = () => (/(?:^|; )csrftoken=([^;]+)/.exec(document.cookie) || [])[1] || "";
const post = ({ key, save: url, ...report }) => Promise.race([
  fetch(url, { method: "POST", credentials: "same-origin", keepalive: JSON.stringify(report).length < 15000, headers: { "X-CSRFToken": token(), "Content-Type": "application/json" }, body: JSON.stringify(report) }),
  new Promise((resolve, reject) => setTimeout(reject, PATIENCE)),
]);
const latest = new Map(); // what waits, also where this phone can keep nothing

async function sendOne(one) {
  const answer = await post(one);
  // 400: it can never be read, whoever sends it when.
  if (!answer.ok && answer.status !== 400) throw answer;
  const now = latest.get(one.key);
  if (!now || now.seq === one.seq) {
    latest.delete(one.key);
    await box.drop(one.key);
  }
  if (answer.ok && one.save === save && (await answer.json()).done) onward.hidden = false;
}

async function sendAll() {
  const found = await box.all();
  found.forEach((one) => latest.has(one.key) || latest.set(one.key, one));
  if (!latest.size) return;
  state.dataset.state = "sending";
  await Promise.all([...latest.values()].map(sendOne));
  state.dataset.state = latest.size ? "waiting" : "saved";
}

function send() {
  clearTimeout(timer);
  if (!sending) {
    sending = sendAll().catch(() => {
      state.dataset.state = "waiting";
      timer = setTimeout(send, AGAIN);
    }).finally(() => { sending = undefined; });
  }
  return sending;
}

function keep({ values, seconds, urgent }) {
  if (!launch) return;
  seq += 1;
  const one = { key: `scorm/${person}/${client}`, save, launch, client, seq, at: Date.now(), seconds, values };
  latest.set(one.key, one);
  state.dataset.state = "waiting";
  box.put(one);
  clearTimeout(timer);
  // Whatever is on its way: this is newer, and goes after it.
  timer = setTimeout(() => Promise.resolve(sending).then(send), urgent ? 0 : GATHER);
}

// What this phone knows and the school doesn't yet, because it was offline.
async function newest() {
  await Promise.race([send(), new Promise((resolve) => setTimeout(resolve, LAST_WORD))]);
  const mine = (await box.all()).filter((one) => one.launch === launch || one.save === save);
  const last = mine.sort((a, b) => b.at - a.at)[0];
  return last && last.at > start.changed ? { ...start, values: last.values } : start;
}

addEventListener("message", ({ data, origin, source }) => {
  if (source !== frame.contentWindow || origin !== there || !data) return;
  if (data.scorm === "hello" && !begun) {
    begun = true;
    opening.hidden = true;
    if (!history.state || !history.state.scorm) history.pushState({ scorm: true }, "");
    newest().then((found) => frame.contentWindow.postMessage({ scorm: "start", start: found }, there));
  }
  if (data.scorm === "values") keep(data);
  if (data.scorm === "left" && left) left();
});

// The frame may have been quicker than this script, and said hello to nobody.
frame.contentWindow.postMessage({ scorm: "ready" }, there);

// Whichever way she leaves, the package says its last word first: many say only then that she is
// through. The phone's own back key is met by an entry in the history, which it takes back.
function leave(go) {
  const word = new Promise((resolve) => { left = resolve; });
  const patience = new Promise((resolve) => setTimeout(resolve, LAST_WORD));
  frame.contentWindow.postMessage({ scorm: "leave" }, there);
  const sent = word.then(() => Promise.resolve(sending)).then(send);
  Promise.race([sent, patience]).finally(go);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".topbar a[href], [data-scorm-done] a[href]");
  if (!link || !begun || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  leave(() => location.assign(link.href));
});

addEventListener("popstate", () => {
  if (!begun || left) return;
  leave(() => {
    history.back();
    // There may be nothing before this page.
    setTimeout(() => location.assign(document.querySelector(".topbar a[href]").href), LAST_WORD);
  });
});

// Taken out of the browser's memory the page would be without its package.
addEventListener("pageshow", (event) => { if (event.persisted && left) location.reload(); });
setTimeout(() => { if (!begun) opening.textContent = opening.dataset.slow; }, SLOW);
addEventListener("online", send);
