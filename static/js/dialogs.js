/* Native dialogs and questions before what cannot be undone.

   data-dialog-open="ID"   opens dialog ID (works together with hx-get into its body)
   data-dialog-close       closes the dialog around it; so does the response header HX-Trigger: dialog:close
   <dialog data-dialog-auto> opens as soon as it is swapped in
   <form data-confirm="What will happen." [data-confirm-title] [data-confirm-verb]>  asks first
   hx-confirm="…"          asks in the same dialog instead of the browser's box */
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);

  function ask({ text, title, verb }, proceed) {
    const dialog = byId("confirm");
    if (!dialog) return;
    const words = dialog.dataset;
    dialog.querySelector("[data-confirm-title]").textContent = title || words.title;
    dialog.querySelector("[data-confirm-text]").textContent = text;
    const button = dialog.querySelector("[data-confirm-yes]");
    button.textContent = verb || words.verb;
    button.onclick = () => {
      dialog.close();
      proceed();
    };
    dialog.showModal();
  }

  function askedBy(node) {
    return { text: node.dataset.confirm, title: node.dataset.confirmTitle, verb: node.dataset.confirmVerb };
  }

  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog-open]");
    if (opener) {
      const dialog = byId(opener.dataset.dialogOpen);
      if (dialog && !dialog.open) dialog.showModal();
      if (!opener.hasAttribute("hx-get")) event.preventDefault();
      return;
    }
    const closer = event.target.closest?.("[data-dialog-close]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog")?.close();
    } else if (event.target.tagName === "DIALOG" && !event.target.hasAttribute("data-dialog-firm")) {
      const box = event.target.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top;
      if (!inside || event.clientY > box.bottom) event.target.close();
    }
  });

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const source = event.submitter?.dataset.confirm ? event.submitter : form;
      if (!source.dataset.confirm || form.dataset.confirmed) {
        delete form.dataset.confirmed;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(askedBy(source), () => {
        form.dataset.confirmed = "yes";
        form.requestSubmit(event.submitter || undefined);
      });
    },
    true,
  );

  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    const node = event.detail.elt;
    ask({ ...askedBy(node), text: event.detail.question }, () => event.detail.issueRequest(true));
  });

  document.addEventListener("htmx:load", (event) => {
    const found = event.target.matches?.("dialog[data-dialog-auto]")
      ? event.target
      : event.target.querySelector?.("dialog[data-dialog-auto]");
    if (found && !found.open) found.showModal();
  });

  /* Loaded content: the first field takes the focus; nothing stale is shown the next time; a failed load shows nothing. */
  document.addEventListener("htmx:afterSettle", (event) => {
    const dialog = event.detail.target?.closest?.("dialog[open]");
    if (!dialog || dialog.contains(document.activeElement.closest?.("input, textarea, select"))) return;
    const first = "[autofocus], [aria-invalid=true], input:not([type=hidden]), textarea, select";
    dialog.querySelector(first)?.focus();
  });

  document.addEventListener("close", (event) => {
    if (event.target.id === "modal") byId("modal-body").replaceChildren();
  }, true);

  ["htmx:responseError", "htmx:sendError"].forEach((name) =>
    document.addEventListener(name, () => {
      if (byId("modal")?.open && !byId("modal-body").childElementCount) byId("modal").close();
    }),
  );

  document.addEventListener("dialog:close", () => {
    document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  });
})();
