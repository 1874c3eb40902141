// The page without a network tries again by a tap, and by itself when the network is back.
const again = () => location.reload();
document.querySelector("[data-reload]").addEventListener("click", again);
window.addEventListener("online", again);
