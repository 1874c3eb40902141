// Sends each answer as it is given. What can't be sent is kept on this phone and sent later.
// Without this script the page is a plain form that saves on "Next".
const form = document.getElementById("answer-form");
if (form) start(form);

function start(form) {
  const { save, done, attempt, slot } = form.dataset;
  const box = `attempt-${attempt}`;
  const client = Math.random().toString(36).slice(2) + Date.now().toString(36);
  const pill = document.querySelector(".save");
  const offline = document.getElementById("offline");
  // One field or group called `answer`, or several called `answer-…`: an answer with parts.
  const fields = [...form.querySelectorAll("[name=answer]:not([type=file]), [name^=answer-]")];
  const part = (field) => field.name.slice(7);
  const typed = (field) => !/radio|checkbox/.test(field.type);
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  let memory = {};
  let seq = 0;
  let sending = null;
  let timer = 0;

  // What waits to be sent, by question: {slot: {value, client, seq}}.
  const waiting = () => {
    try { return JSON.parse(localStorage.getItem(box)) || {}; } catch (error) { return memory; }
  };
  const keep = (all) => {
    memory = all;
    try {
      if (Object.keys(all).length) localStorage.setItem(box, JSON.stringify(all));
      else localStorage.removeItem(box);
    } catch (error) { /* A full or forbidden store: this page's memory has it. */ }
  };
  const show = (state) => {
    pill.dataset.state = state;
    offline.hidden = state !== "waiting";
  };

  const given = () => {
    if (part(fields[0])) {
      const parts = {};
      fields.forEach((field) => { if (typed(field) || field.checked) parts[part(field)] = field.value; });
      return parts;
    }
    if (typed(fields[0])) return fields[0].value;
    const chosen = fields.filter((field) => field.checked).map((field) => field.value);
    return fields[0].type === "checkbox" ? chosen : chosen[0] || null;
  };
  const fill = (value) => {
    fields.forEach((field) => {
      const own = part(field) ? (value || {})[part(field)] : value;
      if (typed(field)) field.value = own || "";
      else field.checked = [].concat(own).includes(field.value);
    });
    form.dispatchEvent(new Event("filled"));
  };

  const post = (slot, answer) => Promise.race([
    fetch(save, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ slot: Number(slot), ...answer }),
    }),
    new Promise((resolve, reject) => setTimeout(reject, 15000)),
  ]);

  // One after the other, until nothing waits. True if everything has arrived.
  async function sendAll() {
    for (let all = waiting(); Object.keys(all).length; all = waiting()) {
      const slot = Object.keys(all)[0];
      const answer = all[slot];
      show("sending");
      let status = 0;
      try { status = (await post(slot, answer)).status; } catch (error) { /* No network. */ }
      if (status === 409) { keep({}); location.assign(done); return false; }
      if (status !== 200 && status !== 400 && status !== 404) { show("waiting"); return false; }
      const now = waiting();
      if (now[slot] && now[slot].client === answer.client && now[slot].seq === answer.seq) delete now[slot];
      keep(now);
      if (status === 200) show("saved");
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
  const note = () => {
    seq += 1;
    keep(Object.assign(waiting(), { [slot]: { value: given(), client, seq } }));
  };
  // A phone that knows that it has no network isn't sent to a page that it can't load.
  const go = async (leave) => {
    if ((await flush()) && navigator.onLine !== false) leave();
    else offline.hidden = false;
  };

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    note();
    clearTimeout(timer);
    timer = setTimeout(flush, /^text/.test(event.target.type) ? 900 : 0);
  });
  // A file travels with the form itself.
  const file = form.querySelector("[type=file]");
  const sends = () => file && file.files.length;
  form.addEventListener("submit", (event) => {
    if (sends()) return;
    event.preventDefault();
    const link = form.querySelector("[data-go].btn:not(.btn--quiet)");
    go(() => (link ? location.assign(link.dataset.go) : form.submit()));
  });
  form.querySelectorAll("[data-go]").forEach((button) => button.addEventListener("click", (event) => {
    if (sends()) return;
    event.preventDefault();
    go(() => location.assign(button.dataset.go));
  }));
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => document.hidden || flush());

  const left = waiting()[slot];
  if (left && fields.length) fill(left.value);
  if (Object.keys(waiting()).length) flush();
  tick(flush, done);
}

// The server gave the seconds; this only counts them down, in whole minutes.
function tick(flush, done) {
  const clock = document.getElementById("clock");
  if (!clock) return;
  const end = Date.now() + clock.dataset.seconds * 1000;
  const timer = setInterval(() => {
    const minutes = Math.ceil((end - Date.now()) / 60000);
    if (minutes < 1) {
      clearInterval(timer);
      flush().then(() => location.assign(done));
    } else {
      clock.textContent = minutes > 1 ? clock.dataset.many.replace("{n}", minutes) : clock.dataset.one;
    }
  }, 5000);
}
