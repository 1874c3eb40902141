/* The live screen renews itself: the code when its 15 seconds are over, the people every few
   seconds, and at once after a tap. While the network is away it says so and goes on trying. */
const PEOPLE_EVERY = 5000;
const AGAIN = 2000;
const LIFTED = 500; // On glass the tap follows a moment after the finger is lifted.
const code = document.querySelector("[data-code]");
const people = document.querySelector("[data-people]");
const lost = document.querySelector("[data-lost]");
let busy = false;
let held = false; // While a finger is on it, the list doesn't change: the tap would be lost.

async function piece(address, options) {
  const answer = await fetch(address, { cache: "no-store", ...options });
  if (!answer.ok) throw new Error(answer.status);
  if (answer.redirected && !options) location.reload();
  return answer.text();
}

function wait(milliseconds) {
  setTimeout(renewCode, milliseconds);
}

async function renewCode() {
  try {
    code.innerHTML = await piece(code.dataset.code);
    lost.hidden = true;
    begin();
  } catch (error) {
    lost.hidden = false;
    wait(AGAIN);
  }
}

function begin() {
  const face = code.querySelector("[data-stays]");
  if (face) wait(Number(face.dataset.stays));
}

async function renewPeople() {
  if (busy || document.hidden) return;
  busy = true;
  try {
    const fresh = await piece(people.dataset.people);
    const opened = people.querySelector("details[open]");
    if (!held) people.innerHTML = fresh;
    const folded = people.querySelector("details");
    if (opened && folded) folded.open = true;
  } catch (error) {
    /* The code says that the network is away. */
  }
  busy = false;
}

people.addEventListener("pointerdown", () => { held = true; });
["pointerup", "pointercancel"].forEach((name) => addEventListener(name, () => setTimeout(() => { held = false; }, LIFTED)));
people.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button || button.name === "ask") return;
  event.preventDefault();
  held = false;
  button.disabled = true;
  const said = new FormData(event.target);
  said.append(button.name, button.value);
  try {
    await piece(event.target.action, { method: "POST", body: said });
    busy = false;
    renewPeople();
  } catch (error) {
    button.disabled = false;
    lost.hidden = false;
  }
});

begin();
setInterval(renewPeople, PEOPLE_EVERY);
