// A question in the CMS: of its form only what its kind asks for, and places set by clicking.
const OWN = {
  text: ["text"], match: ["match"], gap: ["gap"], area: ["area"], fraction: ["fraction"],
  feedback: ["feedback"], value: ["value", "tolerance"], unit: ["unit"],
};
const WHOLE = { units: "units", shuffle: "shuffle", case_sensitive: "case_sensitive", marking_notes: "marking_notes" };

const wrapper = (field) => field.closest(".w-panel__wrapper") || field.closest(".w-panel");
const show = (element, visible) => { if (element) element.hidden = !visible; };
const panel = (id) => document.getElementById(id) && document.getElementById(id).closest(".w-panel");

function begin() {
  const kind = document.getElementById("id_kind");
  if (!kind || !kind.dataset.kindFields) return;
  const fields = JSON.parse(kind.dataset.kindFields);
  const arrange = () => {
    const wanted = new Set(fields[kind.value] || []);
    document.querySelectorAll('[name^="answers-"]').forEach((field) => {
      const name = field.name.split("-").pop();
      const group = Object.keys(OWN).find((one) => OWN[one].includes(name));
      if (group) show(wrapper(field), wanted.has(group));
    });
    Object.entries(WHOLE).forEach(([group, name]) => {
      const field = document.getElementById(`id_${name}`);
      if (!field) return;
      show(wrapper(field), wanted.has(group));
      const around = field.closest(".w-panel");
      if (around) show(around, around.querySelector("label[for]:not([hidden] label)"));
    });
    show(panel("id_answers-TOTAL_FORMS"), wanted.has("answers"));
    show(panel("id_gaps-TOTAL_FORMS"), wanted.has("gaps"));
    document.body.classList.toggle("places-on-picture", wanted.has("area"));
  };
  kind.addEventListener("change", arrange);
  new MutationObserver(arrange).observe(document.querySelector("form[data-edit-form]") || kind.form, { childList: true, subtree: true });
  arrange();
  placeByClick();
}

// The place that is being written is set by a click on the chosen picture, with a usual size.
function placeByClick() {
  let area = null;
  document.addEventListener("focusin", (event) => {
    if (/-area$/.test(event.target.name || "")) area = event.target;
  });
  document.addEventListener("click", (event) => {
    const picture = event.target.closest("[data-chooser-image]");
    if (!picture || !area || !document.body.classList.contains("places-on-picture")) return;
    event.preventDefault();
    const box = picture.getBoundingClientRect();
    const part = (at, from, size) => (((at - from) / size) * 100).toFixed(1);
    const size = (/^circle .* ([\d.]+)$/.exec(area.value.trim()) || [0, "8"])[1];
    area.value = `circle ${part(event.clientX, box.left, box.width)},${part(event.clientY, box.top, box.height)} ${size}`;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
