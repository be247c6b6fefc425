/* The workshop. The editor: numbers beside its lines, faults lead to their place. Forms: the line in the YAML beside
   them that belongs to the field in hand.

   <form data-pack-editor data-line="12" data-faults="3,12"> around #pack-text and [data-gutter]
   <a data-caret="12:5">                                     puts the caret there
   <form data-pack-form> with [data-line] and a [data-pack-lines] somewhere on the page */
(() => {
  "use strict";
  const LINE = 18;

  function startOfLine(text, number) {
    let at = 0;
    for (let line = 1; line < number; line += 1) {
      const end = text.indexOf("\n", at);
      if (end < 0) return text.length;
      at = end + 1;
    }
    return at;
  }

  function editor(form) {
    const area = form.querySelector("#pack-text");
    const gutter = form.querySelector("[data-gutter]");
    const faults = new Set((form.dataset.faults || "").split(",").filter(Boolean));
    let shown = 0;
    const number = () => {
      const count = area.value.split("\n").length;
      if (count !== shown) {
        gutter.replaceChildren();
        for (let line = 1; line <= count; line += 1) {
          const mark = document.createElement(faults.has(String(line)) ? "b" : "span");
          mark.textContent = mark.tagName === "B" ? line : `${line}\n`;
          gutter.append(mark);
        }
        shown = count;
      }
      gutter.scrollTop = area.scrollTop;
    };
    const goTo = (line, column) => {
      const start = startOfLine(area.value, line);
      const end = area.value.indexOf("\n", start);
      const caret = Math.min(start + column - 1, end < 0 ? area.value.length : end);
      area.focus({ preventScroll: true });
      area.setSelectionRange(caret, caret);
      area.scrollTop = Math.max(0, (line - 1) * LINE - area.clientHeight / 2);
      area.scrollLeft = 0;
      form.scrollIntoView({ block: "nearest" });
      number();
    };
    const state = form.querySelector("[data-pack-state]");
    const before = area.value;
    let sent = false;
    area.addEventListener("input", () => {
      number();
      if (state) state.textContent = area.value === before ? "" : form.dataset.unsaved;
    });
    area.addEventListener("scroll", () => {
      gutter.scrollTop = area.scrollTop;
    });
    form.addEventListener("submit", () => {
      sent = true;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!sent && area.value !== before) event.preventDefault();
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("[data-caret]");
      if (!link) return;
      event.preventDefault();
      goTo(...link.dataset.caret.split(":").map(Number));
    });
    number();
    if (form.dataset.line) goTo(Number(form.dataset.line), 1);
  }

  function beside(form) {
    const lines = document.querySelector("[data-pack-lines]");
    if (!lines) return;
    const show = (number) => {
      lines.querySelector(".here")?.classList.remove("here");
      const line = lines.querySelector(`[data-number="${number}"]`);
      if (!line) return;
      line.classList.add("here");
      lines.scrollTop = line.offsetTop - lines.offsetTop - lines.clientHeight / 3;
      const link = document.querySelector("[data-pack-edit]");
      if (link) link.search = `?line=${number}`;
    };
    form.addEventListener("focusin", (event) => {
      const place = event.target.closest("[data-line]");
      if (place) show(place.dataset.line);
    });
    const first = form.querySelector("[data-line]");
    if (first) show(first.dataset.line);
  }

  document.querySelectorAll("[data-pack-editor]").forEach(editor);
  const differing = document.querySelector(".pack-line.differs");
  if (differing) {
    const text = differing.closest(".pack-lines");
    text.scrollTop = differing.offsetTop - text.offsetTop - text.clientHeight / 2;
  }
  document.querySelectorAll("[data-pack-form]").forEach(beside);
  const sections = document.querySelector("[data-pack-nav]");
  if (sections && window.matchMedia("(max-width: 800px)").matches) sections.open = false;
  document.querySelector("[data-form-errors]")?.focus();
})();
