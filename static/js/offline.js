// The page without a network tries again by a tap, and by itself when the network is back: when the
// browser says so, and else by asking now and then, since not every browser knows.
const EVERY = 3000;
const again = () => location.reload();
document.querySelector("[data-reload]").addEventListener("click", again);
window.addEventListener("online", again);
setInterval(() => {
  if (document.hidden) return;
  fetch("/healthz", { cache: "no-store" }).then((answer) => answer.ok && again()).catch(() => undefined);
}, EVERY);
