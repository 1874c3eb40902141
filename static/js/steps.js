/* The lines of a course are dragged into another order; the arrows do the same without a mouse. It
   counts once the form is saved. Without this script each arrow is saved at once. */
const table = document.querySelector("[data-sortable]");
const body = table && table.tBodies[0];
let dragged = null;

function renew() {
  const rows = [...body.rows];
  rows.forEach((row, at) => {
    row.querySelector("[name=up]").disabled = at === 0;
    row.querySelector("[name=down]").disabled = at === rows.length - 1;
  });
}

function say(row) {
  const said = table.closest("form").querySelector("[data-said]");
  const place = [...body.rows].indexOf(row) + 1;
  said.textContent = table.dataset.moved.replace("%s", row.dataset.name).replace("%s", place);
}

function start(event) {
  if (!event.target.closest(".course-handle")) return;
  dragged = event.target.closest("tr");
  dragged.classList.add("course-dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.name);
}

function over(event) {
  const row = event.target.closest("tr");
  if (!dragged || !row || row.parentElement !== body) return;
  event.preventDefault();
  const box = row.getBoundingClientRect();
  const after = event.clientY > box.top + box.height / 2;
  body.insertBefore(dragged, after ? row.nextElementSibling : row);
}

function end() {
  if (!dragged) return;
  dragged.classList.remove("course-dragged");
  say(dragged);
  dragged = null;
  renew();
}

function press(event) {
  const button = event.target.closest("[name=up], [name=down]");
  if (!button) return;
  event.preventDefault();
  const row = button.closest("tr");
  const up = button.name === "up";
  const other = up ? row.previousElementSibling : row.nextElementSibling;
  if (other) body.insertBefore(up ? row : other, up ? other : row);
  renew();
  say(row);
  (button.disabled ? row.querySelector("[name=up]:enabled, [name=down]:enabled") : button).focus();
}

if (body) {
  body.addEventListener("dragstart", start);
  body.addEventListener("dragover", over);
  body.addEventListener("drop", (event) => event.preventDefault());
  body.addEventListener("dragend", end);
  body.addEventListener("click", press);
}
