/* Keeps what is typed into a textarea with data-draft-key until it is saved, in this browser and for this user, and
   offers it back after a reload, a timeout or a crash: by a button, never by itself. Pages work without it.

   What was sent counts as saved when the page that follows is another one that the form led to, or when the form
   shows the same text again and names no error. Whatever is older than two weeks is forgotten. */
"use strict";
{
  const { user, offer, restore, discard, undo } = document.currentScript.dataset;
  const PREFIX = "compact-draft:";
  const PAUSE = 400;
  const LONGEST = 14 * 24 * 3600 * 1000;
  const MOST = 3;

  const same = (one, other) => one.replaceAll("\r\n", "\n").trim() === other.replaceAll("\r\n", "\n").trim();

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key)) || [];
    } catch {
      return [];
    }
  };

  const write = (key, drafts) => {
    try {
      if (drafts.length) {
        localStorage.setItem(key, JSON.stringify(drafts.slice(-MOST)));
      } else {
        localStorage.removeItem(key);
      }
    } catch {
      /* No room, or not allowed: the page works without. */
    }
  };

  const keys = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      return [];
    }
  };

  const cameFrom = () => {
    try {
      return new URL(document.referrer).pathname;
    } catch {
      return "";
    }
  };

  const sweep = () => {
    const from = cameFrom();
    for (const key of keys()) {
      const young = read(key).filter((draft) => Date.now() - draft.at < LONGEST);
      write(key, young.filter((draft) => !(draft.sent && draft.path === from && from !== location.pathname)));
    }
  };

  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };

  const propose = (area, key, draft, taken) => {
    const box = document.createElement("div");
    const text = document.createElement("p");
    const when = new Date(draft.at).toLocaleString(document.documentElement.lang || undefined);
    const forget = () => write(key, read(key).filter((each) => each.id !== draft.id));
    let before = area.value;
    const back = button(undo, () => {
      area.value = before;
      taken.delete(draft.id);
      area.dispatchEvent(new Event("input", { bubbles: true }));
      back.replaceWith(again);
      again.focus();
    });
    const again = button(restore, () => {
      before = area.value;
      area.value = draft.text;
      taken.add(draft.id);
      area.dispatchEvent(new Event("input", { bubbles: true }));
      again.replaceWith(back);
      back.focus();
    });
    const away = button(discard, () => {
      forget();
      box.remove();
      area.focus();
    });
    text.textContent = offer.replace("{time}", when);
    box.className = "draft-offer";
    box.setAttribute("role", "status");
    box.append(text, again, " ", away);
    area.before(box);
  };

  const watch = (area) => {
    const key = `${PREFIX}${user}:${location.pathname}:${area.dataset.draftKey}`;
    const id = `${Date.now()}-${Math.random()}`;
    const taken = new Set([id]);
    const keep = (sent) => {
      const others = read(key).filter((draft) => draft.id !== id);
      const worth = area.value.trim() && (sent || !same(area.value, area.defaultValue));
      write(key, worth ? [...others, { id, text: area.value, at: Date.now(), path: location.pathname, sent }] : others);
    };
    const refused = document.querySelector(".errornote, .errorlist") !== null;
    const shown = (draft) => same(draft.text, area.value);
    write(key, read(key).filter((draft) => refused || !shown(draft)));
    read(key).filter((draft) => !shown(draft)).forEach((draft) => propose(area, key, draft, taken));
    let timer = 0;
    area.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => keep(false), PAUSE);
    });
    area.form?.addEventListener("submit", () => {
      clearTimeout(timer);
      keep(true);
      write(key, read(key).map((draft) => ({ ...draft, sent: draft.sent || taken.has(draft.id) })));
    });
  };

  sweep();
  document.querySelectorAll("textarea[data-draft-key]").forEach(watch);
}
