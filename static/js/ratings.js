/* Grids of figures and answers: Enter and the arrows (in figures) move down the column, Left and Right to the neighbour at the edge of the text.
   A form with data-after-saving waits until every cell has been saved and leads back to one that was refused. */
(() => {
  "use strict";
  const cells = () => [...document.querySelectorAll("[data-col]")].filter((node) => node.offsetParent !== null);
  const isChoice = (cell) => cell.tagName === "SELECT"; // the arrows choose among its answers
  let waiting = 0;
  let held = null;
  let again = false;

  function go(from, by) {
    const column = cells().filter((node) => node.dataset.col === from.dataset.col);
    const next = column[column.indexOf(from) + by];
    if (next) next.focus();
    else if (by > 0) leaveColumn(from);
    else return false;
    return true;
  }

  /* At the foot of a column Enter goes on with the next column, then to the button. */
  function leaveColumn(from) {
    const next = cells().find((node) => Number(node.dataset.col) > Number(from.dataset.col));
    if (next) next.focus();
    else document.querySelector("[data-after-saving] button")?.focus();
  }

  function beside(from, by) {
    const all = cells();
    const row = all.filter((node) => node.closest("tr") === from.closest("tr"));
    const next = row[row.indexOf(from) + by];
    if (next) next.focus();
    return Boolean(next);
  }

  document.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches?.("[data-col]") || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    const moves = {
      Enter: () => go(cell, event.shiftKey ? -1 : 1),
      ArrowDown: () => go(cell, 1),
      ArrowUp: () => go(cell, -1),
      ArrowRight: () => (whole || cell.selectionStart === cell.value.length) && beside(cell, 1),
      ArrowLeft: () => (whole || cell.selectionEnd === 0) && beside(cell, -1),
    };
    if (!moves[event.key] || (isChoice(cell) && event.key !== "Enter")) return;
    if (event.key === "Enter" || event.key === "ArrowDown" || event.key === "ArrowUp") event.preventDefault();
    if (moves[event.key]()) event.preventDefault();
  });

  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("input[data-col]")) event.target.select();
  });

  /* Cells are sent one after the other (hx-sync), so that the counter of the last answer is right; a value that has
     been sent already (typing, then leaving the field) is not sent again. */
  const sent = new WeakMap();
  const mine = (event) => event.detail.elt.matches?.("[data-col]");

  document.addEventListener("htmx:confirm", (event) => {
    if (mine(event) && sent.get(event.detail.elt) === event.detail.elt.value) event.preventDefault();
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!mine(event)) return;
    waiting += 1;
    sent.set(event.detail.elt, event.detail.elt.value);
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    if (!mine(event)) return;
    const cell = event.detail.elt;
    const status = event.detail.xhr?.status;
    waiting = Math.max(0, waiting - 1);
    if (!status) sent.delete(cell);
    cell.closest(".field")?.classList.toggle("bad", status === 422);
    cell.setAttribute("aria-invalid", String(status === 422));
    setTimeout(handIn, 0); // the next cell of the queue has begun by then
  });

  function handIn() {
    if (waiting > 0 || !held) return;
    const form = held;
    held = null;
    again = true;
    form.requestSubmit();
    again = false;
  }

  function asLoaded(cell) {
    if (!isChoice(cell)) return cell.defaultValue;
    return ([...cell.options].find((option) => option.defaultSelected) ?? cell.options[0]).value;
  }

  /* What was typed a moment ago has not been sent yet: the field was not left, the pause not over. */
  function sendRest() {
    for (const cell of cells()) {
      const known = sent.has(cell) ? sent.get(cell) : asLoaded(cell);
      if (cell.value !== known) cell.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  const isWrong = (cell) =>
    cell.getAttribute("aria-invalid") === "true" ||
    cell.closest("[data-autosave]")?.querySelector('[data-saving][data-state="failed"]');

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-after-saving]")) return;
    if (!again) sendRest();
    const wrong = cells().find(isWrong);
    if (waiting === 0 && !wrong) return;
    event.preventDefault();
    if (waiting > 0) held = event.target;
    else wrong.focus();
  });
})();
