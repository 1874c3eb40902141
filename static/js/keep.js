// Keeps courses on this phone, lists them and takes them away. On the page of one course ([id=keep])
// it fetches what the school names; in a list ([id=kept]) it shows what is here, also without a network.
import { queue } from "./queue.js";

const HERE = "/kept-course"; // under this name each kept course says what it is
const able = Boolean(window.caches);
const letters = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
const read = (answer) => (answer ? answer.json() : null);

async function whose() {
  if (queue) return String(queue.person);
  const known = await caches.match("/phone-state").then(read);
  return known ? known.person : "0";
}
const nameOf = async (key) => `kept-${await whose()}-${key}`;
const described = (name) => caches.open(name).then((box) => box.match(HERE)).then(read);
const describe = (box, course) => box.put(HERE, new Response(JSON.stringify(course)));

async function keptCourses() {
  const mine = `kept-${await whose()}-`;
  const names = (await caches.keys()).filter((name) => name.startsWith(mine));
  const found = await Promise.all(names.map(async (name) => ({ name, course: await described(name) })));
  return found.filter((one) => one.course);
}

const page = document.getElementById("keep");
if (page && able && navigator.serviceWorker) keeping();
const list = document.getElementById("kept");
if (list && able) listing();
else if (list) document.querySelector("[data-none]").hidden = false;
const unsent = document.getElementById("unsent");
if (unsent && queue) needing();

function keeping() {
  const button = document.querySelector("[data-keep]");
  const remove = page.querySelector("[data-remove]");
  const [bar, said] = [page.querySelector("progress"), page.querySelector("[data-text]")];
  const show = (step) => page.querySelectorAll("[data-step]").forEach((part) => { part.hidden = part.dataset.step !== step; });
  const paint = async () => {
    const course = await described(await nameOf(page.dataset.key));
    const whole = course && course.ready;
    show(whole ? "kept" : "");
    if (whole) {
      page.querySelector("[data-when]").textContent = new Date(course.saved).toLocaleDateString(document.documentElement.lang);
      button.textContent = button.dataset.again;
      button.classList.add("btn--quiet");
    }
    remove.hidden = !course;
    button.hidden = false;
  };

  async function fetchAll() {
    show("busy");
    button.disabled = true;
    const course = await fetch(page.dataset.list, { credentials: "same-origin" }).then((answer) => answer.json());
    const room = navigator.storage && navigator.storage.estimate ? await navigator.storage.estimate() : {};
    if (room.quota && course.bytes > room.quota - room.usage) return "full";
    const box = await caches.open(await nameOf(course.key));
    const before = await box.match(HERE).then(read);
    const same = before && before.state === course.state && !before.ready;
    const lessons = course.parts.filter((part) => part.title);
    const kept = { ...course, parts: undefined, lessons, saved: Date.now(), ready: false };
    await describe(box, kept);
    let bytes = 0;
    for (const [i, part] of course.parts.entries()) {
      if (!same || !(await box.match(part.url))) await put(box, part);
      bytes += part.size;
      bar.value = (100 * bytes) / course.bytes;
      said.textContent = said.dataset.text.replace("{n}", i + 1).replace("{total}", course.parts.length);
    }
    await describe(box, { ...kept, saved: Date.now(), ready: true });
    return "kept";
  }
  async function put(box, part) {
    const answer = await fetch(part.url, { credentials: "same-origin", headers: part.title ? { "X-Keep": "1" } : {} });
    const whose = part.title ? answer.headers.get("X-Person") : String(queue.person);
    if (answer.status === 404 && !part.title) return;
    if (answer.status !== 200 || answer.redirected || whose !== String(queue.person)) throw new Error("another page");
    await box.put(part.url, answer);
  }

  button.addEventListener("click", () => fetchAll()
    .catch((error) => (error && error.name === "QuotaExceededError" ? "full" : "stopped"))
    .then(async (step) => {
      button.disabled = false;
      if (step === "full") await caches.delete(await nameOf(page.dataset.key));
      await paint();
      show(step);
    }));
  remove.addEventListener("click", async () => {
    await caches.delete(await nameOf(page.dataset.key));
    location.reload();
  });
  paint();
}

async function listing() {
  const courses = await keptCourses();
  const { open, remove, lessons, partly } = list.dataset;
  const make = (tag, name, text) => Object.assign(document.createElement(tag), { className: name, textContent: text || "" });
  document.querySelector("[data-none]").hidden = courses.length > 0;
  courses.forEach(({ name, course }) => {
    const card = make("section", "card");
    const title = make("h2", "", course.title);
    card.append(title, make("p", "muted small", course.ready ? letters(course.bytes) : `${letters(course.bytes)} · ${partly}`));
    const menu = make("div", "menu");
    course.lessons.forEach((lesson) => {
      const link = make("a", "", "");
      link.href = lesson.url;
      link.append(make("span", "menu__text", lesson.title));
      menu.append(link);
    });
    if (lessons) card.append(menu);
    else {
      const link = make("a", "btn btn--quiet btn--small", open);
      link.href = course.url;
      card.append(link);
    }
    if (remove) {
      const button = make("button", "btn btn--link btn--small", remove);
      button.addEventListener("click", () => caches.delete(name).then(() => location.reload()));
      card.append(button);
    }
    list.append(card);
  });
}

// What the school couldn't take in is never thrown away by itself: she reads why, and decides.
function needing() {
  const rows = unsent.querySelector("[data-rows]");
  const retry = unsent.querySelector("[data-retry]");
  queue.listen(({ refused }) => {
    unsent.hidden = !refused.length;
    rows.textContent = "";
    refused.forEach((one) => {
      const row = Object.assign(document.createElement("div"), { className: "menu__row" });
      const text = Object.assign(document.createElement("span"), { className: "menu__text", textContent: [one.refused, one.text].filter(Boolean).join(" · ") });
      const drop = Object.assign(document.createElement("button"), { className: "btn btn--link btn--small", textContent: retry.dataset.drop });
      drop.addEventListener("click", () => queue.drop(one.key));
      row.append(text, drop);
      rows.append(row);
    });
  });
  retry.addEventListener("click", () => queue.retry());
  queue.flush();
}
