/* Keys for actions: data-hotkey="mod+enter", "alt+n", "/", "g b" is not supported: one stroke only.
   A link or button is clicked, a field is focused. data-hotkey-label names the action in the list of keys (press ?).
   Strokes without a modifier are ignored while one types. The topmost open dialog keeps the keys to itself. */
(() => {
  "use strict";
  const mac = /Mac|iP(hone|ad)/.test(navigator.platform);
  const typing = (node) => node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName);

  function stroke(event) {
    const parts = [];
    if (event.ctrlKey || event.metaKey) parts.push("mod");
    if (event.altKey) parts.push("alt");
    // Alt changes the character on a Mac, so letters are read from the key itself.
    const key = event.altKey && /^Key|^Digit/.test(event.code) ? event.code.slice(-1) : event.key;
    if (event.shiftKey && key.length > 1) parts.push("shift");
    parts.push(key.toLowerCase());
    return parts.join("+");
  }

  const scope = () => [...document.querySelectorAll("dialog[open]")].pop() || document;
  const visible = (node) => node.offsetParent !== null && !node.disabled;
  const holders = () => [...scope().querySelectorAll("[data-hotkey]")].filter(visible);
  const written = (keys) => keys.split("+").map((key) => names[key] || key.toUpperCase()).join(mac ? "" : "+");
  const names = mac ? { mod: "⌘", alt: "⌥", enter: "↩" } : { mod: "Ctrl", alt: "Alt", enter: "Enter", escape: "Esc" };

  function list() {
    const dialog = document.getElementById("keys");
    if (!dialog || dialog.open) return;
    const target = dialog.querySelector("[data-keys]");
    target.querySelectorAll("[data-from-page]").forEach((node) => node.remove());
    holders().forEach((node) => {
      const label = node.dataset.hotkeyLabel || node.getAttribute("aria-label") || node.textContent.trim();
      const key = Object.assign(document.createElement("dt"), { innerHTML: "<kbd></kbd>" });
      key.firstChild.textContent = written(node.dataset.hotkey);
      const words = Object.assign(document.createElement("dd"), { textContent: label.replace(/\s+/g, " ") });
      key.dataset.fromPage = words.dataset.fromPage = "";
      target.append(key, words);
    });
    dialog.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const pressed = stroke(event);
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (bare && pressed !== "escape" && typing(event.target)) return;
    const holder = holders().find((node) => node.dataset.hotkey.toLowerCase() === pressed);
    if (holder) {
      event.preventDefault();
      holder.focus();
      if (!typing(holder)) holder.click();
      else if (holder.select) holder.select();
    } else if (pressed === "?" && bare) {
      event.preventDefault();
      list();
    }
  });
})();
