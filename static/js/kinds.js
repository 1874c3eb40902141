// What makes two kinds of questions pleasant: things that move up and down, a picture to tap on.
// Without this script a place is chosen for each thing, and the picture's places by number.
const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

// Once for the page, and again for each page of an attempt that is turned to without the network.
const prepare = () => {
  document.querySelectorAll(".order").forEach((list) => {
    const rows = () => [...list.children];
    const select = (row) => row.querySelector("select");
    const sort = () => rows()
      .sort((a, b) => select(a).value - select(b).value)
      .forEach((row) => select(row).value && list.append(row));
    rows().forEach((row) => {
      select(row).hidden = true;
      row.querySelector(".order__moves").hidden = false;
    });
    list.classList.add("order--moves");
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (!button) return;
      const row = button.closest("li");
      const other = button.dataset.move < 0 ? row.previousElementSibling : row.nextElementSibling;
      if (other) list.insertBefore(...(button.dataset.move < 0 ? [row, other] : [other, row]));
      rows().forEach((one, at) => { select(one).value = at + 1; });
      button.focus();
      changed(select(row));
    });
    if (list.closest("form")) list.closest("form").addEventListener("filled", sort);
  });

  document.querySelectorAll(".place").forEach((place) => {
    const [x, y] = place.querySelectorAll("[type=hidden]");
    const list = place.querySelector("details");
    if (!x) return;
    const picture = place.querySelector(".place__picture");
    const spot = place.querySelector(".place__spot");
    const numbers = place.querySelector(".place__numbers");
    const hint = place.querySelector(".place__hint");
    const radios = [...place.querySelectorAll("[type=radio]")];
    const draw = () => {
      const [, , wide, high] = picture.querySelector("svg").getAttribute("viewBox").split(" ");
      spot.style.display = x.value ? "" : "none";
      spot.setAttribute("transform", `translate(${(x.value * wide) / 100} ${(y.value * high) / 100})`);
      if (x.value) hint.textContent = hint.dataset.done;
    };
    const look = () => { numbers.style.display = list.open ? "" : "none"; };
    spot.removeAttribute("hidden");
    hint.hidden = false;
    list.open = radios.some((radio) => radio.checked);
    list.addEventListener("toggle", look);
    picture.addEventListener("click", (event) => {
      const box = picture.getBoundingClientRect();
      x.value = (((event.clientX - box.left) / box.width) * 100).toFixed(1);
      y.value = (((event.clientY - box.top) / box.height) * 100).toFixed(1);
      radios.forEach((radio) => { radio.checked = false; });
      draw();
      changed(x);
    });
    list.addEventListener("change", () => { x.value = y.value = ""; draw(); });
    if (place.closest("form")) place.closest("form").addEventListener("filled", draw);
    draw();
    look();
  });
};
prepare();
document.addEventListener("turned", prepare);
