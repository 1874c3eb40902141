// What a lesson can do beside being read: it keeps the card for her other phone, takes the check's
// answer, her note, her marks and her question, reads aloud, and changes the size of the text.
// All of it is kept on this phone first and sent when there is a network.
import { queue, store } from "./queue.js";

const cards = document.querySelector("[data-cards]");
const tools = document.getElementById("tools");
const { step, key } = cards.dataset;
const find = (name) => document.querySelector(`[data-${name}]`);
const here = () => Number(cards.dataset.here) || 0;
const card = () => cards.children[here()];
let timer;
const soon = (wait) => { clearTimeout(timer); timer = setTimeout(() => queue.flush(), wait); };

if (queue) {
  cards.addEventListener("turned", () => {
    queue.add("place", { step, card: here() }, { name: `place/${step}`, quiet: true });
    if (!tools.dataset.saver) soon(5000);
  });
  document.addEventListener("visibilitychange", () => document.hidden && queue.flush());
  document.addEventListener("synced", ({ detail: { item } }) => {
    if (item.kind === "place" && item.step === step) store(`cards:${key}:sent`, item.card);
  });
  end();
  check();
  note();
  marks();
  puzzle();
  size();
  tools.hidden = false;
}
aloud();
if (document.querySelector(".audio audio")) import("./player.js").then(({ players }) => players(key));

// The step is done on this phone at once; the way on waits for the network a moment, never for good.
function end() {
  const form = document.querySelector("form[data-cards-end]");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.querySelector("button").disabled = true;
    queue.add("done", { step }, { name: `done/${step}` })
      .then(() => Promise.race([queue.flush(), new Promise((go) => setTimeout(go, 8000))]))
      .then(() => location.assign(form.dataset.next));
  });
  addEventListener("pageshow", () => { form.querySelector("button").disabled = false; });
}

function check() {
  const options = [...cards.querySelectorAll("details[name=check]")];
  options.forEach((option, choice) => option.addEventListener("toggle", () => {
    if (option.open) queue.add("check", { step, choice });
    if (option.open) soon(2000);
  }));
}

function note() {
  const field = find("note");
  let base = Number(field.dataset.version);
  let typing;
  const keep = () => queue.add("note", { step, text: field.value, base }, { name: `note/${step}` });
  field.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => keep().then(() => soon(2500)), 400);
  });
  field.addEventListener("change", () => { clearTimeout(typing); keep().then(() => soon(500)); });
  queue.all().then((found) => {
    const mine = found.find((one) => one.kind === "note" && one.step === step);
    if (!mine) return;
    field.value = mine.text;
    base = mine.base;
  });
  document.addEventListener("synced", ({ detail: { item, verdict } }) => {
    if (item.kind !== "note" || item.step !== step || verdict.version === undefined) return;
    base = verdict.version;
    if (field.value === item.text) field.value = verdict.text;
  });
}

function marks() {
  const button = find("mark");
  const marked = new Set(button.dataset.mark.split(" ").filter(Boolean).map(Number));
  const paint = () => {
    const on = marked.has(here());
    button.setAttribute("aria-pressed", on);
    button.lastElementChild.textContent = on ? button.dataset.on : button.dataset.off;
  };
  button.addEventListener("click", () => {
    const on = !marked.has(here());
    if (on) marked.add(here());
    else marked.delete(here());
    queue.add("mark", { step, card: here(), on }, { name: `mark/${step}/${here()}` }).then(() => soon(1500));
    paint();
  });
  cards.addEventListener("turned", paint);
  paint();
}

function puzzle() {
  const form = find("puzzle");
  const [words, said] = [form.querySelector("textarea"), form.querySelector("[role=status]")];
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const title = card().querySelector("h1, h2");
    queue.add("puzzle", { step, card: here(), text: words.value, heading: title ? title.textContent.slice(0, 160) : "" })
      .then(() => {
        words.value = "";
        said.hidden = false;
        queue.flush();
      });
  });
  cards.addEventListener("turned", () => { said.hidden = true; form.closest("details").open = false; });
}

function size() {
  const root = document.documentElement;
  document.querySelectorAll("[data-size]").forEach((button) => {
    const paint = () => button.setAttribute("aria-pressed", (root.dataset.text || "100") === button.dataset.size);
    paint();
    button.addEventListener("click", () => {
      if (!document.querySelector("link[href*='css/text']")) {
        const sheet = document.createElement("link");
        Object.assign(sheet, { rel: "stylesheet", href: tools.dataset.sheet });
        document.head.append(sheet);
      }
      root.dataset.text = button.dataset.size;
      document.querySelectorAll("[data-size]").forEach((one) => one.setAttribute("aria-pressed", one === button));
      queue.add("size", { size: Number(button.dataset.size) }, { name: "size", quiet: true }).then(() => soon(1500));
    });
  });
}

function aloud() {
  const button = find("aloud");
  if (!("speechSynthesis" in window) || !button) return;
  const stop = () => {
    speechSynthesis.cancel();
    button.setAttribute("aria-pressed", "false");
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") { stop(); return; }
    speechSynthesis.cancel();
    const words = new SpeechSynthesisUtterance(card().innerText);
    words.lang = cards.lang || document.documentElement.lang;
    words.onend = words.onerror = () => button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", "true");
    speechSynthesis.speak(words);
  });
  cards.addEventListener("turned", stop);
  addEventListener("pagehide", stop);
}
