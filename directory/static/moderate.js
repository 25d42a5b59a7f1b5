// One key for each decision. Every key presses a plain button or follows a plain link of the page;
// without this file the buttons and links are there all the same. The keys can be turned off, and
// none of them does anything while somebody writes.
(() => {
  "use strict";

  const KEPT = "doorstep-keys";
  const writes = (at) => at.closest("textarea, select, input:not([type=checkbox], [type=radio])");
  let isOn = true;
  let wanted = null;

  // A browser may be told to keep nothing: the choice then lasts as long as the page.
  try {
    isOn = localStorage.getItem(KEPT) !== "off";
  } catch { /* it stays on */ }

  const keep = () => {
    try {
      localStorage.setItem(KEPT, isOn ? "on" : "off");
    } catch { /* nothing is kept */ }
  };

  const step = (by) => {
    const all = [...document.querySelectorAll("[data-row]")];
    const at = all.indexOf(document.activeElement.closest("[data-row]"));
    const next = all[Math.min(all.length - 1, Math.max(0, at + by))];
    next?.querySelector("[data-open]").focus();
  };

  const press = (button) => {
    const box = button.dataset.needs && document.getElementById(button.dataset.needs);
    if (box && !box.value.trim()) {
      wanted?.classList.remove("button-wanted");
      wanted = button;
      wanted.classList.add("button-wanted");
      box.focus();
      const says = document.querySelector("[data-keys-wanted]");
      says.textContent = `Ctrl+Enter ${button.dataset.does}`;
    } else {
      button.click();
    }
  };

  const within = (part) => document.activeElement.closest("[data-row]")?.querySelector(part);
  const IN_A_LIST = {
    j: () => step(1),
    k: () => step(-1),
    o: () => within("[data-open]")?.click(),
    x: () => within("[type=checkbox]")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    // A key held down must not decide on what comes next.
    if (!isOn || event.repeat || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.ctrlKey) {
      if (event.key === "Enter" && wanted?.dataset.needs === event.target.id) press(wanted);
      return;
    }
    if (writes(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    const move = document.querySelector('[data-keys-in="list"]') && IN_A_LIST[event.key];
    if (!button && !move) return;
    event.preventDefault();
    if (button) press(button);
    else move();
  });

  for (const each of document.querySelectorAll("[data-tick-all]")) {
    each.hidden = false;
    each.querySelector("button").addEventListener("click", () => {
      for (const box of document.querySelectorAll("[data-row] [type=checkbox]")) box.checked = true;
    });
  }

  for (const keys of document.querySelectorAll("[data-keys]")) {
    const help = keys.querySelector("[data-keys-help]");
    const toggle = document.createElement("button");
    toggle.type = "button";
    toggle.className = "button button-quiet button-small";
    const say = () => {
      toggle.textContent = isOn ? "Turn the keys off" : "Turn the keys on";
      help.hidden = !isOn;
      for (const each of document.querySelectorAll("[data-key]")) {
        if (isOn) each.setAttribute("aria-keyshortcuts", each.dataset.key);
        else each.removeAttribute("aria-keyshortcuts");
      }
    };
    toggle.addEventListener("click", () => {
      isOn = !isOn;
      keep();
      say();
    });
    say();
    keys.append(toggle);
    keys.hidden = false;
  }
})();
