/* Loaded first and at once: until every script is in place a click waits, or a question before an act would be skipped. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("loading");
  document.addEventListener("DOMContentLoaded", () => root.classList.remove("loading"));
})();
