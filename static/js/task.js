// A task on a phone: what is typed is kept, photos are covered, made smaller and sent in pieces.
// Nothing of it is lost when the network goes or the page is closed. Without this script the page
// is a plain form.
const PIECE = 65536;
const form = document.querySelector("form[data-draft]");
const veil = document.getElementById("veil");
const token = form && form.querySelector("[name=csrfmiddlewaretoken]").value;
const open = []; // Uploads that haven't arrived yet.
let turn = Promise.resolve();
let settle = () => {};

if (form) {
  keepDraft();
  document.querySelectorAll(".uploads").forEach(takeUploads);
  form.addEventListener("leaving", holdForm);
}
// A browser that doesn't turn photos upright by itself would save them lying down.
if (veil && HTMLCanvasElement.prototype.toBlob && window.PointerEvent && window.CSS && CSS.supports("image-orientation", "from-image")) useVeil();

// What is typed: at once on this phone, a moment later in the school. The form goes when all of it
// and every upload has arrived.
function keepDraft() {
  const url = form.dataset.draft || location.pathname;
  const box = `draft:${form.dataset.owner}:${location.pathname}`;
  const pill = document.querySelector(".save");
  const offline = document.getElementById("offline");
  const fields = [...form.elements].filter((field) => field.name && !/file|hidden|submit|button/.test(field.type));
  let memory = null;
  let sending = null;
  let timer = 0;
  let leaving = false;

  const kept = () => {
    try { return localStorage.getItem(box); } catch (error) { return memory; }
  };
  const keep = (text) => {
    memory = text;
    try {
      if (text === null) localStorage.removeItem(box);
      else localStorage.setItem(box, text);
    } catch (error) { /* A full or forbidden store: this page's memory has it. */ }
  };
  const show = (state) => {
    if (pill) pill.dataset.state = state;
    if (offline) offline.hidden = state !== "waiting";
  };
  const typed = () => {
    const all = new URLSearchParams();
    fields.forEach((field) => all.append(field.name, field.value));
    return all.toString();
  };
  const post = (body) => Promise.race([
    fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token, "X-Requested-With": "fetch" },
      body,
    }),
    new Promise((resolve, reject) => setTimeout(reject, 15000)),
  ]);

  async function sendAll() {
    for (let text = kept(); text !== null; text = kept()) {
      show("sending");
      let status = 0;
      try { status = (await post(text)).status; } catch (error) { /* No network. */ }
      if (status !== 204) { show("waiting"); return false; }
      if (kept() === text) keep(null);
      show("saved");
    }
    return true;
  }
  const flush = () => {
    sending = sending || sendAll().then((sent) => {
      sending = null;
      clearTimeout(timer);
      if (!sent) timer = setTimeout(flush, 8000);
      return sent;
    });
    return sending;
  };

  form.addEventListener("input", (event) => {
    if (!fields.includes(event.target)) return;
    keep(typed());
    clearTimeout(timer);
    timer = setTimeout(flush, 900);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (leaving) return;
    leaving = true;
    const button = event.submitter || document.activeElement;
    const waits = [flush()];
    form.dispatchEvent(new CustomEvent("leaving", { detail: waits }));
    leaving = (await Promise.all(waits)).every(Boolean) && navigator.onLine !== false;
    if (!leaving) { if (offline) offline.hidden = false; return; }
    if (button && button.name && button.form === form) {
      const said = document.createElement("input");
      said.type = "hidden";
      said.name = button.name;
      said.value = button.value;
      form.append(said);
    }
    form.submit();
  });
  window.addEventListener("online", flush);
  window.addEventListener("pageshow", () => { leaving = false; });

  // She may have typed before this script came: that is newer than what was kept.
  const early = fields.map((field) => (field.options
    ? field.selectedIndex > 0 && !field.options[field.selectedIndex].defaultSelected
    : field.value !== field.defaultValue));
  const left = kept();
  if (left !== null) {
    [...new URLSearchParams(left)].forEach(([name, value], at) => {
      if (fields[at] && fields[at].name === name && !early[at]) fields[at].value = value;
    });
  }
  if (early.includes(true)) keep(typed());
  if (kept() !== null) flush();
}

// What is on its way, kept on this phone. A phone that keeps nothing still sends.
function files(mode, ask) {
  return new Promise((resolve, reject) => {
    const base = indexedDB.open("school-uploads", 1);
    base.onupgradeneeded = () => base.result.createObjectStore("files", { keyPath: "token" });
    base.onerror = reject;
    base.onsuccess = () => {
      const asked = ask(base.result.transaction("files", mode).objectStore("files"));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = reject;
    };
  }).catch(() => null);
}

function takeUploads(box) {
  const { kind, most, begin, task } = box.dataset;
  const { owner } = form.dataset;
  const words = box.querySelector("[data-words]").dataset;
  const list = box.querySelector(".uploads__list");
  const place = box.querySelector(".file");
  const input = place.querySelector("input");
  const look = () => { place.hidden = list.children.length >= most; };

  async function call(url, method, body, headers) {
    const answer = await fetch(url, {
      method, body, redirect: "manual", headers: { "X-CSRFToken": token, ...headers },
    });
    if (answer.status === 200 || answer.status === 409) return answer.json();
    if ([404, 413, 422].includes(answer.status)) throw { refused: (await answer.json()).message };
    throw { login: answer.type === "opaqueredirect" || answer.status === 403 };
  }

  async function push(item) {
    const size = item.blob.size;
    let at = await call(begin, "POST", JSON.stringify({ token: item.token, size, kind, name: item.name }), { "Content-Type": "application/json" });
    item.url = at.url;
    while (!at.done && !item.gone) {
      item.say(words.sending.replace("{n}", Math.round((at.offset * 100) / size)));
      at = await call(item.url, "PUT", item.blob.slice(at.offset, at.offset + PIECE), { "Upload-Offset": at.offset });
    }
  }
  const drop = (item) => {
    files("readwrite", (all) => all.delete(item.token));
    if (open.includes(item)) open.splice(open.indexOf(item), 1);
  };
  async function send(item) {
    while (!item.gone) {
      try {
        await push(item);
        if (!item.gone) item.say(words.done);
        drop(item);
        break;
      } catch (problem) {
        if (problem.refused) { drop(item); item.say(problem.refused); item.refused = true; break; }
        item.say(problem.login ? words.login : words.waiting);
        // Until there is a network again, or for a while.
        await new Promise((resolve) => {
          setTimeout(resolve, 8000);
          window.addEventListener("online", resolve, { once: true });
        });
      }
    }
    if (!open.length || item.refused) settle(!item.refused);
  }

  function add(item) {
    const row = box.querySelector("template").content.cloneNode(true).firstElementChild;
    row.querySelector(".upload__name").textContent = kind === "photo" ? "" : item.name;
    item.say = (text) => { row.querySelector(".upload__state").textContent = text; };
    item.say(words.sending.replace("{n}", 0));
    row.querySelector("button").addEventListener("click", () => {
      item.gone = true;
      drop(item);
      if (item.url) call(item.url, "DELETE").catch(() => null);
      row.remove();
      look();
    });
    if (kind === "photo") preview(item.blob, row.querySelector("canvas"));
    list.append(row);
    look();
    open.push(item);
    turn = turn.then(() => send(item));
  }

  input.addEventListener("change", async () => {
    const chosen = [...input.files].slice(0, most - list.children.length);
    input.value = "";
    for (const file of chosen) {
      const blob = kind === "photo" ? await covered(file) : file;
      if (!blob) continue;
      const item = { token: `${Date.now()}-${Math.random()}`.replace(".", "-"), owner, task, kind, name: file.name, blob };
      await files("readwrite", (all) => all.put(item));
      add(item);
    }
  });
  files("readonly", (all) => all.getAll()).then((all) => (all || [])
    .filter((item) => item.owner === owner && item.task === task && item.kind === kind)
    .forEach(add));
  look();
}

// The form is held until all has arrived.
function holdForm(event) {
  if (!open.length) return;
  const held = document.querySelector("[data-words]");
  held.textContent = held.dataset.held;
  held.hidden = false;
  event.detail.push(new Promise((resolve) => { settle = resolve; }));
}

// The photo with what was covered (see useVeil), or as it is on phones that can't.
function covered(file) {
  return new Promise((done) => {
    if (!veil || veil.dispatchEvent(new CustomEvent("open", { detail: { file, done }, cancelable: true }))) done(file);
  });
}

function preview(blob, canvas) {
  const reader = new FileReader();
  const picture = new Image();
  reader.onload = () => { picture.src = reader.result; };
  picture.onload = () => {
    canvas.height = 144;
    canvas.width = Math.min(216, (144 * picture.width) / picture.height);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, 144);
    canvas.hidden = false;
  };
  reader.readAsDataURL(blob);
}

// Before a photo leaves the phone it is made smaller, and faces and numbers are covered by wiping
// over them. The event "open" brings a file; a picture comes back, or nothing.
function useVeil() {
  const canvas = veil.querySelector("canvas");
  const pen = canvas.getContext("2d");
  const coarse = document.createElement("canvas");
  let picture, side, cell, last, finish;
  let strokes = [];

  // A stroke is a row of stamps: the same place of the coarse picture, drawn large.
  const stamp = ([x, y]) => {
    const scale = coarse.width / canvas.width;
    pen.imageSmoothingEnabled = false;
    pen.drawImage(coarse, x * scale, y * scale, side * scale, side * scale, x, y, side, side);
  };
  const draw = () => {
    pen.imageSmoothingEnabled = true;
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    strokes.forEach((stroke) => stroke.forEach(stamp));
  };
  const where = (event) => {
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    return [(event.clientX - box.left) * scale - side / 2, (event.clientY - box.top) * scale - side / 2];
  };

  canvas.addEventListener("pointerdown", (event) => {
    last = where(event);
    canvas.setPointerCapture(event.pointerId);
    strokes.push([last]);
    stamp(last);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const [x, y] = where(event);
    const steps = Math.ceil(Math.hypot(x - last[0], y - last[1]) / (side / 3));
    for (let step = 1; step <= steps; step += 1) {
      const point = [last[0] + ((x - last[0]) * step) / steps, last[1] + ((y - last[1]) * step) / steps];
      strokes[strokes.length - 1].push(point);
      stamp(point);
    }
    last = [x, y];
  });
  ["pointerup", "pointercancel"].forEach((name) => canvas.addEventListener(name, () => { last = null; }));

  // With keys: a square that is moved and set.
  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], " ": [0, 0] };
  canvas.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const within = (place, end) => Math.min(end - side, Math.max(0, place));
    cell = [within(cell[0] + move[0] * side, canvas.width), within(cell[1] + move[1] * side, canvas.height)];
    if (event.key === " ") strokes.push([cell]);
    draw();
    pen.lineWidth = side / 12;
    pen.strokeStyle = "#bf3d17";
    pen.strokeRect(cell[0], cell[1], side, side);
  });

  const show = (on) => {
    veil.hidden = !on;
    document.querySelectorAll("main, .dock").forEach((part) => { part.hidden = on; });
  };
  const turns = {
    undo: () => { strokes.pop(); draw(); },
    take: () => { draw(); show(false); canvas.toBlob(finish, "image/jpeg", 0.8); },
    leave: () => finish(),
  };
  veil.addEventListener("click", (event) => {
    const turn = event.target.dataset.veil;
    if (turn) turns[turn]();
  });
  veil.addEventListener("open", (event) => {
    const { file, done } = event.detail;
    const from = window.pageYOffset;
    const reader = new FileReader();
    event.preventDefault();
    picture = new Image();
    finish = (blob) => {
      show(false);
      window.scrollTo(0, from);
      done(blob);
    };
    reader.onload = () => { picture.src = reader.result; };
    // What this browser can't show is for the server to judge.
    picture.onerror = () => done(file);
    picture.onload = () => {
      const longest = Math.max(picture.width, picture.height);
      const scale = Math.min(1, 1600 / longest);
      canvas.width = picture.width * scale;
      canvas.height = picture.height * scale;
      // 28 squares along the longer side: too coarse to read a number or to know a face.
      side = (longest * scale) / 14;
      coarse.width = Math.max(1, (picture.width * 28) / longest);
      coarse.height = Math.max(1, (picture.height * 28) / longest);
      coarse.getContext("2d").drawImage(picture, 0, 0, coarse.width, coarse.height);
      strokes = [];
      cell = [0, 0];
      draw();
      show(true);
      window.scrollTo(0, 0);
      canvas.focus({ preventScroll: true });
    };
    reader.readAsDataURL(file);
  });
}
