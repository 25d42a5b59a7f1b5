// One key for each decision. Every key presses a plain button or follows a plain link of the page;
// without this file the buttons and links are there all the same. The keys can be turned off.
(() => {
  "use strict";

  const KEPT = "doorstep-keys";
  const isOn = () => localStorage.getItem(KEPT) !== "off";
  const writes = (at) => at.closest("textarea, select, input:not([type=checkbox])");
  let wanted = null;

  const rows = () => [...document.querySelectorAll("[data-row]")];

  const step = (by) => {
    const all = rows();
    const at = all.indexOf(document.activeElement.closest("[data-row]"));
    const next = all[Math.min(all.length - 1, Math.max(0, at + by))];
    next?.querySelector("[data-open]").focus();
  };

  const press = (button) => {
    const box = button.dataset.needs && document.getElementById(button.dataset.needs);
    if (box && !box.value.trim()) {
      wanted = button;
      box.focus();
    } else {
      button.click();
    }
  };

  const IN_A_LIST = {
    j: () => step(1),
    k: () => step(-1),
    o: () => document.activeElement.closest("[data-row]")?.querySelector("[data-open]").click(),
    x: () => document.activeElement.closest("[data-row]")?.querySelector("[type=checkbox]")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    if (!isOn() || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.ctrlKey) {
      if (event.key === "Enter" && event.target.id === "said" && wanted) press(wanted);
      return;
    }
    if (writes(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    const move = document.querySelector('[data-keys="list"]') && IN_A_LIST[event.key];
    if (!button && !move) return;
    event.preventDefault();
    if (button) press(button);
    else move();
  });

  // A choice in the box counts for the button that was asked for last.
  for (const each of document.querySelectorAll("[data-needs]")) {
    each.addEventListener("focus", () => { wanted = each; });
  }

  for (const each of document.querySelectorAll("[data-tick-all]")) {
    each.hidden = false;
    each.querySelector("button").addEventListener("click", () => {
      for (const box of document.querySelectorAll("[data-row] [type=checkbox]")) box.checked = true;
    });
  }

  for (const help of document.querySelectorAll("[data-keys-help]")) {
    const toggle = document.createElement("button");
    toggle.type = "button";
    toggle.className = "button button-quiet button-small";
    const say = () => {
      toggle.textContent = isOn() ? "Turn the keys off" : "Turn the keys on";
    };
    toggle.addEventListener("click", () => {
      localStorage.setItem(KEPT, isOn() ? "off" : "on");
      say();
    });
    say();
    help.after(toggle);
  }
})();
