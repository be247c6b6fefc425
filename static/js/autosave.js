/* Fields that save themselves. On the field: hx-post, hx-trigger="input changed delay:600ms, change". Around them
   <… data-autosave> with one <span class="saving" data-saving data-saved="…" data-busy="…" data-failed="…">.
   The span tells what happened; leaving the page with something unsaved asks first; a failed field is sent again when
   the network is back. */
(() => {
  "use strict";
  const dirty = new Set();
  const area = (node) => node.closest?.("[data-autosave]");

  function tell(node, state) {
    const label = area(node)?.querySelector("[data-saving]");
    if (!label) return;
    label.dataset.state = state;
    label.textContent = label.dataset[state] || "";
  }

  document.addEventListener("input", (event) => {
    if (area(event.target) && event.target.hasAttribute("hx-post")) dirty.add(event.target);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (area(event.detail.elt)) tell(event.detail.elt, "busy");
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const field = event.detail.elt;
    if (!area(field)) return;
    // An answer of 422 is shown like any other, but nothing was kept.
    const kept = event.detail.successful && event.detail.xhr?.status < 400;
    if (kept) dirty.delete(field);
    tell(field, kept ? "saved" : "failed");
  });

  window.addEventListener("online", () => dirty.forEach((field) => window.htmx?.trigger(field, "change")));
  window.addEventListener("beforeunload", (event) => {
    for (const field of dirty) if (!field.isConnected) dirty.delete(field);
    if (dirty.size) event.preventDefault();
  });
})();
