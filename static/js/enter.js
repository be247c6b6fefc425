/* The Enter page. The form stays in the page: answers only bring errors, sums and lists, so nothing typed is ever lost.
   enter:changed  → the preview is asked for again         (from fields and search boxes)
   enter:recorded → the form is emptied, a new key, focus on the person    (header of the answer)
   enter:refused  → focus on the first field with an error                 (header of the answer) */
(() => {
  "use strict";
  const form = document.getElementById("enter-form");
  if (!form) return;
  const by = (selector) => form.querySelector(selector);
  const note = by("#enter-note");
  const personBox = () => document.getElementById("people");
  const WAIT = 120;
  let timer = 0;

  function changed() {
    clearTimeout(timer);
    timer = setTimeout(() => window.htmx.trigger("#preview", "enter:changed"), WAIT);
  }

  /* An answer about what was typed before must not overwrite what came after. */
  function forgetPreview() {
    clearTimeout(timer);
    window.htmx.trigger("#preview", "htmx:abort");
  }

  /* A clause asks for a count or for points; its words stand under the field. */
  function ask(option) {
    const takesPoints = Boolean(option && "takesPoints" in option.dataset);
    const takesCount = !option || "takesCount" in option.dataset;
    const count = by("[data-count-field]");
    const points = by("[data-points-field]");
    count.hidden = !takesCount;
    points.hidden = !takesPoints;
    count.querySelector("input").disabled = !takesCount;
    points.querySelector("input").disabled = !takesPoints;
    const words = option ? [option.dataset.points, option.dataset.item].filter(Boolean) : [];
    by("[data-clause-words]").textContent = words.join(" · ");
    const fields = option?.querySelector("template[data-fields]");
    const particulars = by("[data-particulars]");
    particulars.replaceChildren(...(fields ? [fields.content.cloneNode(true)] : []));
    particulars.hidden = !fields;
    by("#error-particulars").textContent = "";
    by("[data-clause-unit]").textContent = option?.dataset.unit && takesCount ? `(${option.dataset.unit})` : "";
  }

  const isClause = (root) => root.dataset.name === "clause";

  form.addEventListener("combobox:pick", (event) => {
    if (isClause(event.target)) ask(event.detail.option);
    settled(event.target);
    changed();
  });
  form.addEventListener("combobox:clear", (event) => {
    if (isClause(event.target)) ask(null);
    changed();
  });
  form.addEventListener("input", (event) => {
    settled(event.target);
    const name = event.target.name || "";
    if (name.startsWith("more_")) by("#error-particulars").textContent = "";
    if (name.startsWith("more_") || ["count", "points", "occurred_on"].includes(name)) changed();
  });

  /* An error leaves as soon as its field is touched. */
  function settled(node) {
    const slot = node.closest(".field:has(> .error-slot)")?.querySelector(":scope > .error-slot");
    if (slot) slot.textContent = "";
    node.removeAttribute?.("aria-invalid");
  }

  function say(text) {
    note.innerHTML = '<div class="note warn" role="alert"></div>';
    note.firstChild.textContent = text;
  }

  function focusPerson() {
    const box = personBox();
    if (box) box.focus();
  }

  document.addEventListener("enter:recorded", (event) => {
    forgetPreview();
    const day = by("#id_occurred_on").value; // a pile of slips of one day is entered in one go
    form.reset();
    form.querySelectorAll(".combo-input").forEach((box) => {
      box.value = ""; // also where the server had filled it
    });
    by("#id_occurred_on").value = day;
    by("[name=key]").value = event.detail.key;
    form.querySelectorAll("[data-drop-names]").forEach((names) => {
      names.textContent = "";
      names.previousElementSibling.hidden = false;
    });
    ask(null);
    focusPerson();
  });

  /* The field an error stands at; of the particulars the first one. */
  const inputOf = (slot) =>
    slot.id === "error-particulars"
      ? by("[data-particulars]").querySelector("select, input")
      : slot.closest(".field").querySelector('input:not([type="hidden"])');

  document.addEventListener("enter:refused", () => {
    const slots = [...form.querySelectorAll(".error-slot")].filter((slot) => slot.textContent.trim() !== "");
    slots.forEach((slot) => {
      const field = inputOf(slot);
      if (!field) return;
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", slot.id);
    });
    if (slots[0]) inputOf(slots[0])?.focus();
  });

  /* After taking something back the sums are other ones, and the button that had the focus is gone. */
  document.addEventListener("enter:undone", () => {
    changed();
    setTimeout(focusPerson);
  });

  /* One person ↔ several: the field is another one, the focus stays with it. */
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "people-field") return;
    focusPerson();
    changed();
  });

  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt !== form) return;
    forgetPreview();
    note.textContent = "";
  });
  form.addEventListener("htmx:sendError", (event) => {
    if (event.detail.elt === form) say(form.dataset.failed);
  });
  form.addEventListener("htmx:responseError", (event) => {
    if (event.detail.elt === form) say(form.dataset.broken);
  });

  focusPerson();
})();
