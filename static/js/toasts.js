/* Short messages at the foot of the page: from the server as header HX-Trigger: {"toast": {"text": "…", "kind": "warn"}},
   as an out-of-band swap into #toasts, or from a script as a "toast" event on the document. They leave by themselves,
   later when they offer an action, and stay while one points at them or is inside. */
(() => {
  "use strict";
  const STAY = 6000;
  const STAY_WITH_ACTION = 15000;

  function leaveLater(toast) {
    if (toast.dataset.seen) return;
    toast.dataset.seen = "yes";
    const stay = toast.querySelector("a, button:not([data-toast-close])") ? STAY_WITH_ACTION : STAY;
    const leave = () => {
      if (toast.matches(":hover") || toast.contains(document.activeElement)) setTimeout(leave, 1500);
      else toast.remove();
    };
    setTimeout(leave, stay);
  }

  function say({ text, kind }) {
    const region = document.getElementById("toasts");
    const template = region?.querySelector("template");
    if (!template || !text) return;
    const toast = template.content.firstElementChild.cloneNode(true);
    if (kind) toast.classList.add(kind);
    toast.querySelector("[data-toast-text]").textContent = text;
    region.append(toast);
  }

  document.addEventListener("toast", (event) => say(event.detail || {}));
  document.addEventListener("click", (event) => event.target.closest?.("[data-toast-close]")?.closest(".toast")?.remove());

  const region = document.getElementById("toasts");
  if (region) {
    const watch = () => region.querySelectorAll(".toast").forEach(leaveLater);
    new MutationObserver(watch).observe(region, { childList: true });
    watch();
  }
})();
