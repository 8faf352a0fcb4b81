/* The names of select2's parts: its box, its list and its search field carry none, so screen readers could not
   tell them apart. Nothing here is needed to see or to press them. */
"use strict";
{
  const set = (element, name, value) => {
    if (element && element.getAttribute(name) !== value) {
      element.setAttribute(name, value);
    }
  };
  const nameClosed = (box, label) => {
    const shown = box.querySelector(".select2-selection__rendered");
    const combobox = box.querySelector("[role=combobox]");
    set(box.querySelector(".select2-search__field"), "aria-labelledby", label.id); // inside the box where many are chosen
    if (combobox && shown) {
      set(combobox, "aria-labelledby", `${label.id} ${shown.id}`);
      shown.removeAttribute("role");
      shown.removeAttribute("aria-readonly");
    }
    return combobox;
  };
  const nameOpen = (combobox, label) => {
    const list = document.querySelector("body > .select2-container--open");
    if (!list) {
      return;
    }
    set(combobox, "aria-controls", combobox.getAttribute("aria-owns"));
    set(list, "role", "region");
    set(list, "aria-labelledby", label.id);
    set(list.querySelector(".select2-search__field"), "aria-labelledby", label.id);
    set(list.querySelector("[role=listbox]"), "aria-labelledby", label.id);
  };
  const name = (select) => {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const box = select.nextElementSibling;
    if (!label || !box || !box.classList.contains("select2-container")) {
      return;
    }
    label.id = label.id || `${select.id}_label`;
    const combobox = nameClosed(box, label);
    if (combobox && combobox.getAttribute("aria-expanded") === "true") {
      nameOpen(combobox, label);
    }
  };
  const all = () => document.querySelectorAll("select.admin-autocomplete").forEach(name);
  document.addEventListener("DOMContentLoaded", () => {
    all();
    new MutationObserver(all).observe(document.body, { childList: true, subtree: true });
  });
}
