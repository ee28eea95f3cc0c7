/* Hands by name: one key per person. In the list the first letter of an answer chooses it, as in every select; the
   focus then goes to the next person. Without this script the Tab key does. */
let byKey = false;

document.addEventListener("keydown", (event) => {
  byKey = event.target.matches?.("[data-hands] li select") && /^[\p{L}-]$/u.test(event.key);
});

document.addEventListener("change", (event) => {
  if (!byKey || !event.target.matches("[data-hands] li select")) return;
  event.target.closest("li").nextElementSibling?.querySelector("select")?.focus();
});
