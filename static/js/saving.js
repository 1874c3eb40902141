/* Wagtail's editor saves by itself a moment after each change. Whoever presses a button in that
   moment would send what is on its way already a second time: a comment would stand there twice. So
   the button waits until that answer is here, at most for a few seconds. */
const PATIENCE = 8000;
let saving = false;
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

function hold(event) {
  const form = event.target;
  if (!saving || !form.matches("[data-controller~='w-autosave']")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (held) return;
  held = { form, button: event.submitter, timer: setTimeout(release, PATIENCE) };
}

document.addEventListener("w-autosave:save", (event) => {
  saving = !event.defaultPrevented;
});
document.addEventListener("w-autosave:success", settle);
document.addEventListener("w-autosave:error", settle);
document.addEventListener("submit", hold, true);
