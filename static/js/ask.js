// Sends a question. What can't be sent is kept on this phone and sent later: the words even when the
// page is closed, a photo while it is open. Without this script the page is a plain form.
const form = document.querySelector("form[data-ask]");
if (form) start();

function start() {
  const box = `ask:${form.dataset.owner}:${location.pathname}`;
  const text = form.querySelector("textarea");
  const offline = document.getElementById("offline");
  let kept = {};
  let sending = false;

  const keep = () => {
    try {
      if (kept) localStorage.setItem(box, JSON.stringify(kept));
      else localStorage.removeItem(box);
    } catch (error) { /* A full or forbidden store: this page's memory has it. */ }
  };
  const forget = () => { kept = null; keep(); };
  // The school said no: as a plain form, its page says why.
  const say = (reason) => {
    const said = document.createElement("input");
    said.type = "hidden";
    said.name = "reason";
    said.value = reason;
    form.append(said);
    kept = { text: text.value };
    keep();
    form.submit();
  };

  async function send() {
    if (sending || !kept || !kept.reason) return;
    sending = true;
    const body = new FormData(form);
    body.set("reason", kept.reason);
    let answer = null;
    try {
      answer = await Promise.race([
        fetch(location.pathname, { method: "POST", body }),
        new Promise((resolve, reject) => setTimeout(reject, 20000)),
      ]);
    } catch (error) { /* No network. */ }
    sending = false;
    if (answer && answer.redirected) {
      // By way of the log-in it is kept, and goes out when she is back.
      if (!/\/accounts\//.test(answer.url)) forget();
      location.assign(answer.url);
      return;
    }
    if (answer && answer.status < 500) {
      say(kept.reason);
      return;
    }
    offline.hidden = false;
    setTimeout(send, 5000);
  }

  text.addEventListener("input", () => { kept = { ...kept, text: text.value }; keep(); });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=reason]");
    if (!button) return;
    event.preventDefault();
    kept = { text: text.value, reason: button.value };
    keep();
    send();
  });
  window.addEventListener("online", send);

  try { kept = JSON.parse(localStorage.getItem(box)) || {}; } catch (error) { /* Nothing is kept. */ }
  if (kept.text && !text.value) {
    text.value = kept.text;
    text.closest("details").open = true;
  }
  send();
}
