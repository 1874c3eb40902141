/* Flash cards as a deck: one at a time, turned over by its own <summary>. Without this script each
   card opens by itself. <div data-flash data-next="Next card" data-count="{n} of {total}"> with details.flash. */
function deal(deck) {
  const cards = Array.from(deck.querySelectorAll("details.flash"));
  const bar = document.createElement("div");
  const count = document.createElement("span");
  const next = document.createElement("button");
  let here = 0;

  function show(index) {
    here = index % cards.length;
    cards.forEach((card, i) => { card.open = false; card.hidden = i !== here; });
    count.textContent = deck.dataset.count.replace("{n}", here + 1).replace("{total}", cards.length);
  }

  bar.className = "flash-nav";
  count.className = "small muted num";
  count.setAttribute("role", "status");
  next.className = "btn btn--quiet btn--small";
  next.type = "button";
  next.textContent = deck.dataset.next;
  next.addEventListener("click", () => { show(here + 1); cards[here].querySelector("summary").focus({ preventScroll: true }); });
  bar.appendChild(count);
  bar.appendChild(next);
  deck.appendChild(bar);
  show(0);
}

document.querySelectorAll("[data-flash]").forEach((deck) => {
  if (deck.querySelectorAll("details.flash").length > 1) deal(deck);
});
