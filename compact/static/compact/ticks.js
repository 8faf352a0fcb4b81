/* Long lists of boxes: a field that finds them by the beginning of a word, and a line that keeps up with what is ticked.
   Nothing here is needed to tick them. */
"use strict";
{
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text || "";
    return element;
  };
  const prepare = (box) => {
    const say = box.dataset;
    const items = [...box.querySelectorAll("input[type=checkbox]")].map((input) => {
      const text = input.closest("label").textContent.trim();
      return { input, label: input.closest("label"), text, words: folded(text).split(/[\s,()'’–-]+/), whole: folded(text) };
    });
    const groups = [...box.querySelectorAll("details")];
    const chosen = box.querySelector("[data-ticks-chosen]");
    const tell = () => {
      chosen.textContent = items.filter((item) => item.input.checked).map((item) => item.text).join(", ") || say.none;
      groups.forEach((group) => {
        group.querySelector("[data-ticks-count]").textContent = group.querySelectorAll("input:checked").length;
      });
    };
    box.addEventListener("change", tell);
    if (!groups.length) {
      return;
    }

    const find = make("input", "ticks-find");
    find.type = "search";
    find.id = `${box.id}_find`;
    find.autocomplete = "off";
    const label = make("label", "ticks-find-label", say.find);
    label.htmlFor = find.id;
    const help = make("span", "help", say.help);
    help.id = `${find.id}_help`;
    find.setAttribute("aria-describedby", help.id);
    const status = make("span", "ticks-status");
    status.setAttribute("role", "status");
    const row = make("div", "ticks-row");
    row.append(label, find, status, help);
    box.insertBefore(row, box.querySelector(".ticks-groups"));

    const matches = (item, needle) =>
      item.input.value.toLowerCase() === needle || item.whole.startsWith(needle) || item.words.some((word) => word.startsWith(needle));
    const narrow = () => {
      const needle = folded(find.value);
      const found = needle ? items.filter((item) => matches(item, needle)) : items;
      items.forEach((item) => { item.label.hidden = !found.includes(item); });
      groups.forEach((group) => {
        const any = group.querySelector("label:not([hidden])") !== null;
        group.hidden = !any;
        group.open = Boolean(needle) && any;
      });
      status.textContent = needle && !found.length ? say.missing : "";
      return needle ? found : [];
    };
    find.addEventListener("input", narrow);
    find.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") {
        return;
      }
      event.preventDefault();
      const needle = folded(find.value);
      const found = narrow();
      const first = found.find((item) => item.input.value.toLowerCase() === needle || item.whole === needle)
        || found.find((item) => item.whole.startsWith(needle)) || found[0];
      if (first) {
        first.input.checked = !first.input.checked;
        find.value = "";
        narrow();
        status.textContent = `${first.input.checked ? say.ticked : say.unticked} ${first.text}`;
        tell();
      }
    });
  };
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-ticks]").forEach(prepare));
}
