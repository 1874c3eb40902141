// On a phone the CMS's menu folds away behind a button; without scripts it stays open in one line.
const button = document.querySelector("[data-menu]");
button.hidden = false;
document.body.classList.add("school-frame--folds");
button.addEventListener("click", () => {
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", open);
  document.body.classList.toggle("school-frame--open", open);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && button.getAttribute("aria-expanded") === "true") {
    button.click();
    button.focus();
  }
});
