// Marking with the keys, and speaking a note. Without this script everything is a plain form.
const lines = [...document.querySelectorAll("[data-line]")];
const form = document.getElementById("mark-form");
const queue = document.getElementById("queue");
const criteria = [...document.querySelectorAll("[data-criterion]")];
const record = document.querySelector("[data-record]");
let here = -1;

function go(step) {
  if (!lines.length) {
    const link = document.querySelector(`[data-key="${step > 0 ? "j" : "k"}"]`);
    if (link) link.click();
    return;
  }
  here = Math.max(0, Math.min(lines.length - 1, here + step));
  lines.forEach((line, at) => line.classList.toggle("marking-here", at === here));
  (lines[here].querySelector("a") || lines[here].querySelector("input")).focus();
}

// The first criterion that has no level yet; when all have one, the last.
function level(number) {
  const open = criteria.find((one) => !one.querySelector(":checked"));
  const choices = (open || criteria[criteria.length - 1]).querySelectorAll("input");
  if (choices[number - 1]) {
    choices[number - 1].checked = true;
    choices[number - 1].focus();
  }
}

const press = (value) => {
  const button = form && form.querySelector(`[name=decision][value=${value}]`);
  if (button) button.click();
};

const keys = {
  j: () => go(1),
  k: () => go(-1),
  x: () => { const box = lines[here] && lines[here].querySelector("[type=checkbox]"); if (box) box.checked = !box.checked; },
  a: () => {
    if (form) press("accept");
    else if (queue && queue.querySelector(":checked")) queue.querySelector("[data-accept]").click();
  },
  r: () => {
    const word = form && form.querySelector("[name=comment]");
    if (!word) return;
    const voice = form.querySelector("[name=voice]");
    if (word.value.trim() || (voice && voice.files.length)) press("return");
    else word.focus();
  },
  c: () => { const word = document.getElementById("comment"); if (word) word.focus(); },
  v: () => { if (record && !record.hidden) record.click(); },
  "?": () => { const help = document.querySelector(".marking-keys"); help.open = !help.open; },
};

document.addEventListener("keydown", (event) => {
  const typing = /^(TEXTAREA|SELECT)$/.test(event.target.tagName) || /^(text|search|number)$/.test(event.target.type);
  if (event.key === "Escape") { event.target.blur(); return; }
  if (typing && event.key === "Enter" && (event.ctrlKey || event.metaKey)) { press("return"); return; }
  if (typing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (/^[1-5]$/.test(event.key) && criteria.length) { event.preventDefault(); level(Number(event.key)); return; }
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

// The recording goes into the form's own field, so it is sent like any other file.
if (record && window.MediaRecorder && navigator.mediaDevices && window.DataTransfer) {
  const box = record.parentElement;
  const find = (what) => box.querySelector(what);
  const [input, player, leave] = [find("[name=voice]"), find("audio"), find("[data-leave]")];
  const [seconds, refused] = [find("[data-seconds]"), find("[data-refused]")];
  let recorder = null;
  let asking = false;
  const show = (files) => {
    const none = !files.length;
    if (player.src) URL.revokeObjectURL(player.src);
    if (none) player.removeAttribute("src");
    else player.src = URL.createObjectURL(files[0]);
    player.hidden = leave.hidden = none;
    record.textContent = none ? record.dataset.start : record.dataset.again;
  };
  const take = (files) => {
    const held = new DataTransfer();
    files.forEach((file) => held.items.add(file));
    input.files = held.files;
    show(files);
  };
  const listen = (stream) => {
    const parts = [];
    const begin = Date.now();
    const clock = setInterval(() => {
      const passed = Math.floor((Date.now() - begin) / 1000);
      seconds.textContent = `${Math.floor(passed / 60)}:${String(passed % 60).padStart(2, "0")}`;
      if (passed >= Number(record.dataset.most)) recorder.stop();
    }, 250);
    recorder = new MediaRecorder(stream);
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.onstop = () => {
      clearInterval(clock);
      seconds.textContent = "";
      stream.getTracks().forEach((track) => track.stop());
      take([new File(parts, "note", { type: recorder.mimeType })]);
      recorder = null;
    };
    recorder.start();
    record.textContent = record.dataset.stop;
  };
  record.hidden = false;
  record.addEventListener("click", async () => {
    if (recorder) { recorder.stop(); return; }
    if (asking) return;
    asking = true;
    try { listen(await navigator.mediaDevices.getUserMedia({ audio: true })); } catch (error) {
      record.hidden = true;
      refused.hidden = false;
    }
    asking = false;
  });
  leave.addEventListener("click", () => take([]));
  input.addEventListener("change", () => show([...input.files]));
  // A note that is still being spoken goes along.
  form.addEventListener("submit", (event) => {
    if (!recorder) return;
    event.preventDefault();
    const { submitter } = event;
    recorder.addEventListener("stop", () => form.requestSubmit(submitter));
    recorder.stop();
  });
}
