/* Asks now and then whether the trainer has asked "Still here?". Only while the page is looked at. */
const EVERY = 20000;
const place = document.querySelector("[data-listen]");

async function listen() {
  if (document.hidden) return;
  try {
    const answer = await fetch(place.dataset.listen, { headers: { "X-Requested-With": "fetch" } });
    if (answer.status !== 200) return;
    place.innerHTML = await answer.text();
    clearInterval(timer);
    if (navigator.vibrate) navigator.vibrate(200);
    place.scrollIntoView({ block: "center" });
  } catch (error) {
    /* No network just now: the next time will do. */
  }
}

const timer = place ? setInterval(listen, EVERY) : 0;
if (place) document.addEventListener("visibilitychange", listen);
