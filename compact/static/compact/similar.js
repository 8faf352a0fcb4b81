/* Shows what is on record already while somebody types, where a form has a place for it (data-similar: the address that
   is asked; data-form: the form). Without this the same is shown when the form is sent. */
"use strict";
{
  const PAUSE = 700;
  const SHORTEST = 8;
  const ASKED =
    /^(title|summary)(_\w+)?$|^(country|institution|theme|month|entity|lead|group|parent|start|end|countries|regions|themes|contributing_groups)$|^partners-\d+-entity$/;

  const place = document.querySelector("[data-similar]");
  const form = place && document.getElementById(place.dataset.form);

  const typed = () => {
    const found = new FormData();
    for (const [name, value] of new FormData(form)) {
      if (ASKED.test(name) && typeof value === "string") {
        found.append(name, value);
      }
    }
    return found;
  };

  const says = (found) => [...found].some(([name, value]) => /^title/.test(name) && value.trim().length >= SHORTEST);

  let timer;
  let last = "";
  let running;

  const show = (html) => {
    const open = place.querySelector("details")?.open;
    place.innerHTML = html;
    if (open) {
      place.querySelector("details")?.setAttribute("open", "");
    }
  };

  const ask = async () => {
    const found = typed();
    const now = new URLSearchParams(found).toString();
    if (now === last) {
      return;
    }
    last = now;
    running?.abort();
    if (!says(found)) {
      place.replaceChildren();
      return;
    }
    running = new AbortController();
    found.append("record", place.dataset.record);
    found.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(place.dataset.similar, { method: "POST", body: found, signal: running.signal });
      if (answer.ok && !answer.redirected) {
        show(await answer.text());
      }
    } catch {
      /* Nobody answers, or another question came first: the form works without. */
    }
  };

  const later = (event) => {
    if (ASKED.test(event.target.name ?? "")) {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    }
  };

  if (form) {
    last = new URLSearchParams(typed()).toString();
    form.addEventListener("input", later);
    form.addEventListener("change", later);
  }
}
