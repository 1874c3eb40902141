// Copies the text that a button names: <button data-copy="id" data-done="Copied" hidden>. Where the
// phone can't, the button stays hidden and the text can be marked by hand.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      button.querySelector("[aria-live]").textContent = button.dataset.done;
    } catch (error) { /* Forbidden: the text is still there to be marked. */ }
  });
}
