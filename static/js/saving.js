/* Wagtail's editor saves by itself a moment after each change. Whoever presses a button in that
   moment would have the same sent twice, by the button and by the editor: a comment would stand
   there twice. So the button waits until what is on its way is there, at most for a few seconds;
   and once the page is being left, the editor starts nothing new. */
const PATIENCE = 8000;
let saving = false;
let leaving = false;
let held = null;

function settle() {
  saving = false;
  // The editor may have changed meanwhile, and then it saves once more at once.
  if (held) setTimeout(() => saving || release(), 0);
}

function release() {
  if (!held) return;
  const { form, button, timer } = held;
  clearTimeout(timer);
  held = null;
  saving = false;
  if (button && button.name) {
    // By now it is switched off and would not be sent along.
    const said = document.createElement("input");
    Object.assign(said, { type: "hidden", name: button.name, value: button.value });
    form.append(said);
  }
  form.requestSubmit();
}

function press(event) {
  const form = event.target;
  if (!form.matches("[data-controller~='w-autosave']")) return;
  if (!saving) {
    leaving = true;
    setTimeout(() => (leaving = !event.defaultPrevented), 0);
    setTimeout(() => (leaving = false), PATIENCE);
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!held) held = { form, button: event.submitter, timer: setTimeout(release, PATIENCE) };
}

function save(event) {
  if (leaving) event.preventDefault();
  saving = !event.defaultPrevented;
}

document.addEventListener("w-autosave:save", save);
document.addEventListener("w-autosave:success", settle);
document.addEventListener("w-autosave:error", settle);
document.addEventListener("submit", press, true);
