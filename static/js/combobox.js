/* A search box with a list (ARIA combobox), for one value or several.

   <div class="combo" data-combobox data-url="/people/find/" data-name="person" [data-multiple] [data-advance]
        [data-include="#id_day"] [data-miss="…"] [data-found="…"]>
     <div class="combo-box"><ul class="chips"></ul><input class="combo-input" role="combobox" aria-controls="…-list" …></div>
     <input type="hidden" name="person" data-combo-value>      (one value; several: one hidden field in every chip)
     <ul class="combo-list" id="…-list" role="listbox" hidden></ul>
     <span class="sr" role="status" data-combo-status></span>
   </div>

   GET data-url?q=TEXT (and the named fields of data-include) answers <li role="option" data-value="…" data-label="…">.
   Down/Up move, Enter or Tab picks, Escape closes. Enter pressed before the answer arrives picks its first line.
   The root then fires "combobox:pick" {value, label, option} or "combobox:clear"; the hidden field fires "change".
   Everything is delegated, so boxes that arrive with a swap work at once. */
(() => {
  "use strict";
  const WAIT = 120;
  const states = new WeakMap();
  let serial = 0;

  const state = (root) => {
    if (!states.has(root)) states.set(root, { timer: 0, request: null, pending: false, pickFirst: false, text: null });
    return states.get(root);
  };
  const rootOf = (node) => (node instanceof Element ? node.closest("[data-combobox]") : null);
  const inputOf = (root) => root.querySelector(".combo-input");
  const listOf = (root) => root.querySelector(".combo-list");
  const hiddenOf = (root) => root.querySelector(":scope > [data-combo-value]");
  const options = (root) => [...listOf(root).querySelectorAll('[role="option"]:not([aria-disabled="true"])')];
  const active = (root) => listOf(root).querySelector('[aria-selected="true"]');
  const isOpen = (root) => !listOf(root).hidden;
  const several = (root) => root.hasAttribute("data-multiple");
  const fire = (node, name, detail) => node.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));

  function address(root) {
    const url = new URL(root.dataset.url, location.href);
    url.searchParams.set("q", inputOf(root).value.trim());
    if (root.dataset.include) {
      document.querySelectorAll(root.dataset.include).forEach((field) => {
        if (field.name && field.value) url.searchParams.append(field.name, field.value);
      });
    }
    chosen(root).forEach((value) => url.searchParams.append("chosen", value));
    return url;
  }

  function chosen(root) {
    return several(root) ? [...root.querySelectorAll('.chip input[type="hidden"]')].map((field) => field.value) : [];
  }

  function search(root, delay = WAIT) {
    const s = state(root);
    clearTimeout(s.timer);
    if (s.request) s.request.abort();
    s.pending = true;
    s.timer = setTimeout(() => load(root), delay);
  }

  async function load(root) {
    const s = state(root);
    const request = new AbortController();
    s.request = request;
    try {
      const answer = await fetch(address(root), {
        headers: { "HX-Request": "true", Accept: "text/html" },
        credentials: "same-origin",
        signal: request.signal,
      });
      if (answer.redirected) return fire(root, "session:ended", { url: answer.url });
      if (!answer.ok) throw new Error(`combobox: ${answer.status}`);
      show(root, await answer.text());
    } catch (error) {
      if (error.name === "AbortError") return;
      s.pending = s.pickFirst = false;
      close(root);
      fire(root, "combobox:error", { error });
    }
  }

  function show(root, html) {
    const s = state(root);
    s.pending = false;
    const list = listOf(root);
    list.innerHTML = html;
    options(root).forEach((option) => {
      option.id ||= `${list.id}-${++serial}`;
      option.setAttribute("aria-selected", "false");
    });
    if (document.activeElement === inputOf(root) || s.pickFirst) open(root);
    const wanted = inputOf(root).value.trim() !== "";
    if (wanted) mark(root, options(root)[0]);
    const status = root.querySelector("[data-combo-status]");
    if (status) status.textContent = (root.dataset.found || "{n}").replace("{n}", options(root).length);
    if (s.pickFirst) {
      s.pickFirst = false;
      const first = options(root)[0];
      if (first && wanted) pick(root, first);
      else if (document.activeElement !== inputOf(root)) settle(root);
    }
  }

  function open(root) {
    listOf(root).hidden = false;
    inputOf(root).setAttribute("aria-expanded", "true");
  }

  function close(root) {
    listOf(root).hidden = true;
    const input = inputOf(root);
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(root, option) {
    options(root).forEach((other) => other.setAttribute("aria-selected", String(other === option)));
    const input = inputOf(root);
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function move(root, step) {
    const all = options(root);
    if (!all.length) return;
    const at = all.indexOf(active(root));
    mark(root, all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length]);
  }

  const labelOf = (option) => option.dataset.label || option.textContent.trim().replace(/\s+/g, " ");

  function pick(root, option) {
    const detail = { value: option.dataset.value, label: labelOf(option), option };
    const input = inputOf(root);
    const focused = document.activeElement === input;
    if (several(root)) addChip(root, detail);
    else setOne(root, detail);
    close(root);
    fire(root, "combobox:pick", detail);
    if (focused && root.hasAttribute("data-advance") && !several(root)) advance(root);
  }

  function setOne(root, { value, label }) {
    const input = inputOf(root);
    input.value = label;
    state(root).text = label;
    resolve(root, true);
    const hidden = hiddenOf(root);
    hidden.value = value;
    fire(hidden, "change");
  }

  function addChip(root, { value, label }) {
    const input = inputOf(root);
    input.value = "";
    resolve(root, true);
    if (chosen(root).includes(value)) return;
    const chip = root.querySelector("template[data-chip]").content.firstElementChild.cloneNode(true);
    chip.querySelector("[data-chip-label]").textContent = label;
    const button = chip.querySelector("button");
    button.setAttribute("aria-label", `${button.getAttribute("aria-label") || ""} ${label}`.trim());
    const hidden = chip.querySelector('input[type="hidden"]');
    hidden.name = root.dataset.name;
    hidden.value = value;
    root.querySelector(".chips").append(chip);
    fire(hidden, "change");
  }

  function removeChip(chip) {
    const root = rootOf(chip);
    chip.remove();
    inputOf(root).focus();
    fire(root, "change");
    fire(root, "combobox:clear", {});
  }

  function clear(root) {
    const hidden = hiddenOf(root);
    if (!hidden || !hidden.value) return;
    hidden.value = "";
    fire(hidden, "change");
    fire(root, "combobox:clear", {});
  }

  /* Text without a picked line is not an answer: say so instead of sending nothing. */
  function resolve(root, good) {
    root.classList.toggle("unresolved", !good);
    const input = inputOf(root);
    input.setCustomValidity(good ? "" : root.dataset.miss || "?");
    input.toggleAttribute("aria-invalid", !good);
    if (!good) input.setAttribute("aria-invalid", "true");
  }

  function settle(root) {
    const typed = inputOf(root).value.trim();
    const empty = typed === "";
    resolve(root, several(root) ? empty : empty || Boolean(hiddenOf(root).value));
  }

  function advance(root) {
    const scope = root.closest("form, dialog") || document;
    const all = [...scope.querySelectorAll("input, select, textarea, button")].filter(
      (node) => node.type !== "hidden" && !node.disabled && node.tabIndex >= 0 && node.offsetParent !== null,
    );
    const next = all[all.indexOf(inputOf(root)) + 1];
    if (!next) return;
    next.focus();
    if (next.select) next.select();
  }

  function onEnter(event, root) {
    const s = state(root);
    const typed = inputOf(root).value.trim() !== "";
    if (s.pending && typed) {
      event.preventDefault();
      s.pickFirst = true;
      search(root, 0); // whoever presses Enter has finished typing
    } else if (isOpen(root) && active(root)) {
      event.preventDefault();
      pick(root, active(root));
    } else if (isOpen(root)) {
      event.preventDefault();
      close(root);
    }
  }

  function onTab(root) {
    const s = state(root);
    const input = inputOf(root);
    if (input.value.trim() === "" || (!several(root) && hiddenOf(root).value)) return close(root);
    if (s.pending) s.pickFirst = true;
    else if (isOpen(root) && active(root)) {
      const advancing = root.hasAttribute("data-advance");
      root.removeAttribute("data-advance"); // Tab itself moves on
      pick(root, active(root));
      root.toggleAttribute("data-advance", advancing);
    }
  }

  document.addEventListener("keydown", (event) => {
    const root = event.target.classList?.contains("combo-input") ? rootOf(event.target) : null;
    if (!root || event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen(root)) search(root, 0);
      else move(root, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) onEnter(event, root);
    else if (event.key === "Tab") onTab(root);
    else if (event.key === "Escape" && isOpen(root)) {
      event.preventDefault();
      event.stopPropagation();
      state(root).request?.abort();
      close(root);
    } else if (event.key === "Backspace" && several(root) && event.target.value === "") {
      const chips = root.querySelectorAll(".chip");
      if (chips.length) removeChip(chips[chips.length - 1]);
    }
  });

  document.addEventListener("input", (event) => {
    const root = event.target.classList?.contains("combo-input") ? rootOf(event.target) : null;
    if (!root || event.isComposing) return;
    resolve(root, true);
    if (!several(root)) clear(root);
    search(root);
  });

  document.addEventListener("compositionend", (event) => {
    const root = event.target.classList?.contains("combo-input") ? rootOf(event.target) : null;
    if (root) search(root);
  });

  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest?.('.combo-list [role="option"]');
    if (option) event.preventDefault(); // keep the focus in the box
  });

  document.addEventListener("click", (event) => {
    const option = event.target.closest?.('.combo-list [role="option"]');
    if (option && option.getAttribute("aria-disabled") !== "true") return pick(rootOf(option), option);
    const remove = event.target.closest?.(".chip [data-chip-remove]");
    if (remove) return removeChip(remove.closest(".chip"));
    const box = event.target.closest?.(".combo-box");
    if (!box) return undefined;
    const root = rootOf(box);
    inputOf(root).focus();
    if (!isOpen(root) && !hiddenOf(root)?.value) search(root, 0);
    return undefined;
  });

  document.addEventListener("focusin", (event) => {
    const root = event.target.classList?.contains("combo-input") ? rootOf(event.target) : null;
    if (root && !several(root)) event.target.select();
  });

  document.addEventListener("focusout", (event) => {
    const root = event.target.classList?.contains("combo-input") ? rootOf(event.target) : null;
    if (!root) return;
    close(root);
    if (!state(root).pickFirst) settle(root);
  });

  /* A form that is reset empties its boxes too. */
  document.addEventListener("reset", (event) => {
    event.target.querySelectorAll("[data-combobox]").forEach((root) => {
      root.querySelectorAll(".chip").forEach((chip) => chip.remove());
      if (hiddenOf(root)) hiddenOf(root).value = "";
      inputOf(root).value = "";
      resolve(root, true);
    });
  });
})();
