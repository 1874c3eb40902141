/* A lesson, one card at a time. Without this script all cards simply follow one another.
   <div class="cards" data-cards data-key="lesson-7" data-card="2"> with .lesson-card children; `card` is where she
   stopped on any phone, unless this one knows something newer. Anywhere on the page:
   [data-cards-segments] (filled here), buttons [data-cards-back hidden] and [data-cards-next hidden],
   [data-cards-end] (what ends the lesson: shown with the last card), and a live region
   [data-cards-live data-text="Card {n} of {total}"]. Arrow keys move too. */
const box = document.querySelector("[data-cards]");
const find = (name) => document.querySelector("[data-cards-" + name + "]");

function remember(key, value) {
  try {
    if (value === undefined) return localStorage.getItem(key);
    localStorage.setItem(key, value);
  } catch (error) { /* private mode: the lesson starts at its first card */ }
  return null;
}

function start() {
  const cards = Array.from(box.children);
  const key = "cards:" + box.dataset.key;
  const last = cards.length - 1;
  const [segments, back, next, end, live] = ["segments", "back", "next", "end", "live"].map(find);
  const local = remember(key);
  const elsewhere = box.dataset.card && (local === null || local === remember(key + ":sent"));
  const asked = /^#card-(\d+)$/.exec(location.hash);
  let here = Math.min(asked ? asked[1] - 1 : Number(elsewhere ? box.dataset.card : local) || 0, last);

  function show(index, moved) {
    here = Math.max(0, Math.min(index, last));
    cards.forEach((card, i) => { card.hidden = i !== here; });
    Array.from(segments.children).forEach((segment, i) => {
      segment.className = "segment" + (i < here ? " segment--done" : i === here ? " segment--here" : "");
    });
    back.hidden = here === 0;
    next.hidden = here === last;
    if (end) end.hidden = here !== last;
    box.dataset.here = here;
    if (!moved) return;
    remember(key, here);
    live.textContent = live.dataset.text.replace("{n}", here + 1).replace("{total}", last + 1);
    document.querySelectorAll("audio, video").forEach((player) => player.pause());
    window.scrollTo(0, 0);
    cards[here].focus({ preventScroll: true });
    box.dispatchEvent(new CustomEvent("turned", { detail: here }));
  }

  cards.forEach((card) => { card.tabIndex = -1; segments.appendChild(document.createElement("span")); });
  box.classList.add("cards--on");
  back.addEventListener("click", () => show(here - 1, true));
  next.addEventListener("click", () => show(here + 1, true));
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (/^(INPUT|TEXTAREA|SELECT|AUDIO|VIDEO)$/.test(event.target.tagName)) return;
    if (event.key === "ArrowRight" && here < last) show(here + 1, true);
    if (event.key === "ArrowLeft" && here > 0) show(here - 1, true);
  });
  show(here, false);
}

if (box && box.children.length) start();
