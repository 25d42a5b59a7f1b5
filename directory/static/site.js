// What a page cannot do alone: choose from suggestions by keyboard, keep open what was opened when
// results change, open what a link leads into, never lose the keyboard's place, and print itself.
// Without this file every page still works.
(() => {
  "use strict";

  const listOf = (input) => document.getElementById(input.dataset.suggest);
  const options = (input) => [...listOf(input).querySelectorAll("[role=option]")];
  const chosen = (input) => options(input).find((each) => each.ariaSelected === "true");

  const show = (input, isOpen) => {
    listOf(input).hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) mark(input, null);
  };

  const mark = (input, option) => {
    for (const each of options(input)) each.ariaSelected = String(each === option);
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };

  const take = (input, option) => {
    input.value = option.dataset.value;
    input.dataset.taken = input.value;
    show(input, false);
  };

  const move = (input, step) => {
    const all = options(input);
    if (!all.length) return;
    show(input, true);
    const at = all.indexOf(chosen(input));
    mark(input, all[at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length]);
  };

  const press = (event) => {
    const input = event.currentTarget;
    const option = listOf(input).hidden ? null : chosen(input);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      move(input, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && option) {
      take(input, option);
    } else if (event.key === "Escape" && !listOf(input).hidden) {
      show(input, false);
    } else {
      return;
    }
    event.preventDefault();
  };

  const pick = (event) => {
    const list = event.target.closest("[role=listbox]");
    const input = list && document.querySelector(`[data-suggest="${list.id}"]`);
    if (!input) return;
    event.preventDefault(); // the box keeps the focus
    const option = event.target.closest("[role=option]");
    if (option) take(input, option);
  };

  // A list that closes moves the button below it, which may be what is being pressed.
  let isPressing = false;
  const inputs = document.querySelectorAll("[data-suggest]");
  document.addEventListener("mousedown", () => (isPressing = true), true);
  document.addEventListener("mouseup", () => {
    setTimeout(() => {
      isPressing = false;
      for (const input of inputs) if (document.activeElement !== input) show(input, false);
    });
  });

  for (const input of inputs) {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", input.dataset.suggest);
    input.addEventListener("keydown", press);
    input.addEventListener("blur", () => isPressing || show(input, false));
  }
  document.addEventListener("mousedown", pick);

  document.addEventListener("htmx:afterSwap", (event) => {
    const input = event.detail.requestConfig?.elt;
    if (!input?.dataset?.suggest) return;
    const isWanted = document.activeElement === input && input.value !== input.dataset.taken;
    show(input, isWanted && options(input).length > 0);
  });

  const unfold = (anchor) => {
    const closed = document.getElementById(anchor.slice(1))?.closest("details:not([open])");
    if (closed) closed.open = true;
  };
  unfold(location.hash);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) unfold(link.getAttribute("href"));
    if (event.target.closest("[data-print]")) print();
  });

  let opened = new Map();
  let held = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    const all = event.detail.target.querySelectorAll?.("details[id]") ?? [];
    opened = new Map([...all].map((each) => [each.id, each.open]));
    held = document.activeElement?.id ?? "";
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const [id, isOpen] of opened) {
      const details = document.getElementById(id);
      if (details) details.open = isOpen;
    }
    // What had the keyboard may have been inside one that was closed until now.
    if (opened.size && held) document.getElementById(held)?.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const isLost = !document.activeElement || document.activeElement === document.body;
    if (isLost && event.detail.requestConfig?.elt) {
      const asked = document.getElementById(event.detail.pathInfo?.anchor);
      if (asked) return asked.focus({ preventScroll: true });
      const within = event.detail.elt.querySelector?.("[data-focus]");
      (within ?? document.querySelector("[data-focus]"))?.focus({ preventScroll: true });
    }
  });
})();
