/* What every page needs: menus that close, files that show their names, and honest words when a request fails.
   The CSRF token travels as hx-headers on <body>. */
(() => {
  "use strict";
  const menus = () => document.querySelectorAll("details.menu[open]");

  document.addEventListener("click", (event) => {
    menus().forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  /* The current place of a scrolling navigation is in view. */
  document.querySelector(".nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  /* Filters that apply at once: <form data-submit-on-change>. */
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.hasAttribute("data-submit-on-change")) form.requestSubmit();
  });

  /* One box that ticks all of a name in its form: <input type="checkbox" data-choose="name">. */
  document.addEventListener("change", (event) => {
    const name = event.target.dataset.choose;
    if (!name) return;
    event.target.form.querySelectorAll(`input[name="${name}"]`).forEach((box) => {
      box.checked = event.target.checked;
    });
  });

  document.addEventListener("change", (event) => {
    const drop = event.target.type === "file" && event.target.closest(".drop");
    if (!drop) return;
    const names = [...event.target.files].map((file) => file.name).join("、");
    drop.querySelector("[data-drop-hint]").hidden = names !== "";
    drop.querySelector("[data-drop-names]").textContent = names;
  });

  ["dragenter", "dragover", "dragleave", "drop"].forEach((name) =>
    document.addEventListener(name, (event) => {
      event.target.closest?.(".drop")?.classList.toggle("over", name === "dragenter" || name === "dragover");
    }),
  );

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) window.print();
  });

  const warn = (text) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind: "warn" } }));
  document.addEventListener("htmx:sendError", () => warn(document.body.dataset.offline));
  document.addEventListener("combobox:error", () => warn(document.body.dataset.offline));
  document.addEventListener("htmx:responseError", () => warn(document.body.dataset.failed));

  /* The session has ended: show the login page as a page, not inside a fragment. */
  function toLogin(answered) {
    const login = document.body.dataset.login;
    if (!login || location.pathname === login) return false;
    if (new URL(answered, location.href).pathname !== login) return false;
    location.assign(`${login}?next=${encodeURIComponent(location.pathname + location.search)}`);
    return true;
  }
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (toLogin(event.detail.xhr.responseURL)) event.preventDefault();
  });
  document.addEventListener("session:ended", (event) => {
    if (!toLogin(event.detail.url)) warn(document.body.dataset.failed);
  });
})();
