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

/* Counted hands: what is left is always written, with one press it goes to the only field that is empty, and closing
   with a sum that is short asks first. */
function counted(box) {
  const fields = [...box.querySelectorAll("input[type=number]")];
  const total = Number(box.dataset.rest);
  const rest = total - fields.reduce((sum, field) => sum + (Number(field.value) || 0), 0);
  const empty = fields.filter((field) => field.value === "");
  return { total, rest, over: -rest, empty, begun: empty.length < fields.length };
}

const filled = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

function showRest(box) {
  const now = counted(box);
  const words = box.querySelector("[data-rest-words]");
  const { some, none, over } = words.dataset;
  words.textContent = filled(now.rest > 0 ? some : now.rest < 0 ? over : none, now);
  words.classList.toggle("t-warn", now.rest !== 0);
  const fill = box.querySelector("[data-rest-fill]");
  fill.hidden = !(now.begun && now.empty.length === 1 && now.rest > 0);
  const choice = now.empty[0]?.labels[0].textContent.trim();
  fill.querySelector(".kern-label").textContent = filled(fill.dataset.words, { ...now, choice });
  const close = box.querySelector("[data-short]");
  if (now.rest > 0) close.dataset.confirm = filled(close.dataset.short, now);
  else delete close.dataset.confirm;
}

const showAll = () => document.querySelectorAll("[data-rest]").forEach(showRest);

document.addEventListener("input", (event) => {
  const box = event.target.closest("[data-rest]");
  if (box) showRest(box);
});
/* The next step leads to the first field that is empty. */
document.addEventListener("click", (event) => {
  const fields = event.target.closest('a[href$="#poll-hands"]') && document.querySelector("[data-rest]");
  if (!fields) return;
  event.preventDefault();
  (counted(fields).empty[0] ?? fields.querySelector("input")).focus();
});
document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-rest-fill]")?.closest("[data-rest]");
  if (!box) return;
  const { empty, rest } = counted(box);
  empty[0].value = rest;
  empty[0].dispatchEvent(new Event("input", { bubbles: true }));
  box.querySelector("[data-short]").focus();
});
document.addEventListener("live:shown", showAll);
showAll();
