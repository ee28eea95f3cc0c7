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
   with a sum that is short asks first. Where the body's rules say that the rest is for, an empty Yes is the rest. */
function counted(box) {
  const fields = [...box.querySelectorAll("input[type=number]")];
  const total = Number(box.dataset.rest);
  const rest = total - fields.reduce((sum, field) => sum + (Number(field.value) || 0), 0);
  const empty = fields.filter((field) => field.value === "");
  const begun = empty.length < fields.length;
  const last = empty.find((field) => "isRest" in field.dataset);
  return { total, rest, over: -rest, empty, begun, isFor: Boolean(last) && begun && rest >= 0 };
}

const filled = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

function sentence(now, words) {
  if (now.isFor) return words.for;
  return now.rest > 0 ? words.some : now.rest < 0 ? words.over : words.none;
}

function showRest(box) {
  const now = counted(box);
  const words = box.querySelector("[data-rest-words]");
  const text = filled(sentence(now, words.dataset), now);
  if (words.textContent !== text) words.textContent = text;
  words.classList.toggle("t-warn", now.rest !== 0 && !now.isFor);
  for (const field of box.querySelectorAll("[data-is-rest]")) field.placeholder = now.isFor ? now.rest : "";
  const fill = box.querySelector("[data-rest-fill]");
  fill.hidden = now.isFor || !(now.begun && now.empty.length === 1 && now.rest > 0);
  const choice = now.empty[0]?.labels[0].textContent.trim();
  fill.querySelector(".kern-label").textContent = filled(fill.dataset.words, { ...now, choice });
  const close = box.querySelector("[data-short]");
  if (now.rest > 0 && !now.isFor) close.dataset.confirm = filled(close.dataset.short, now);
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
/* Who has opened the vote counts next: the first field has the focus as soon as it is there. A push by somebody else's
   hand takes nothing, and nor does this one when something else was begun meanwhile. */
const OPENERS = "#panel-next_step, #panel-poll, #panel-motions, #panel-procedure, #panel-recusals, #panel-inbox";
const fields = () => document.querySelector("[data-rest]");
let awaited = false;

document.addEventListener("submit", (event) => {
  const isSent = "busy" in event.target.dataset; /* a first press only asks */
  awaited = isSent && Boolean(event.target.closest(OPENERS)) && !fields();
});
for (const kind of ["keydown", "pointerdown"]) {
  document.addEventListener(kind, (event) => {
    if (!event.target.closest?.(OPENERS)) awaited = false;
  });
}

function begin() {
  if (!awaited || !fields()) return;
  awaited = false;
  fields().querySelector("input").focus();
}

document.addEventListener("live:shown", () => {
  showAll();
  begin();
});
showAll();
