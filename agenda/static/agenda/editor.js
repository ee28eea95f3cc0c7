/* The agenda editor without reloads, and with dragging. Every form works without this script. */
import Sortable from "../vendor/sortablejs/sortable.core.esm.js";
import { send, tell } from "../config/forms.js";
import { addResolution, restore } from "./rows.js";

const editor = document.querySelector("[data-editor]");
const INDENT = 40;

/* While somebody drags, the list under their hand stays as it is. */
let hand = Promise.resolve();
let letGo = () => {};

/* What is sent goes out one after the other: titles typed faster than they are stored keep their order. */
let queue = Promise.resolve();
let waiting = 0;

function inTurn(step) {
  waiting += 1;
  queue = queue.then(step).catch(() => {}).finally(() => (waiting -= 1));
}

/* The server's page is the truth: fetch it anew and exchange the two lists; the fields below them stay. */
async function refresh() {
  const response = await fetch(editor.dataset.editor, { headers: { Accept: "text/html" } });
  if (!response.ok) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  await hand;
  if (waiting > 1) return; // whoever comes next brings a newer page
  const [focused, caret] = [document.activeElement?.id, caretOf(document.activeElement)];
  for (const region of editor.querySelectorAll("[data-region]")) {
    region.replaceChildren(...page.getElementById(region.id).childNodes);
  }
  restore();
  if (focused && !document.activeElement?.id) focusNear(focused);
  if (caret && document.activeElement?.id === focused) document.activeElement.setSelectionRange(...caret);
  prepare();
}

function caretOf(field) {
  return field?.matches("input:not([type=hidden])") ? [field.selectionStart, field.selectionEnd] : null;
}

/* Minutes or a kind were stored: the lists stay as they are, only what follows from it is exchanged. */
async function exchangeTimes() {
  const response = await fetch(editor.dataset.editor, { headers: { Accept: "text/html" } });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const time of editor.querySelectorAll("time[id]")) {
    const there = page.getElementById(time.id);
    if (there) [time.textContent, time.dateTime] = [there.textContent, there.dateTime];
  }
}
document.addEventListener("row:saved", ({ detail }) => inTurn(detail.order ? refresh : exchangeTimes));

/* The pressed button may be gone (the first item has no "up"): then its neighbour keeps the focus. */
function focusNear(id) {
  const item = id.split("-").pop();
  const near = [id, `up-${item}`, `down-${item}`, `part-${item}`, `title-${item}`];
  near.map((name) => document.getElementById(name)).find(Boolean)?.focus();
}

async function post(url, data) {
  addResolution(data);
  try {
    const { ok, body } = await send(url, data);
    if (!ok) tell(body.message, "danger");
    await refresh();
    return ok;
  } catch {
    tell(document.body.dataset.unsent, "danger");
    return false;
  }
}

function submit(form, button) {
  const data = new FormData(form, button);
  const title = form.elements.title;
  const words = title?.value;
  if (title) title.value = "";
  inTurn(async () => {
    const ok = await post(form.action, data);
    if (!ok && title && !title.value) title.value = words;
  });
}

function prepare() {
  for (const list of editor.querySelectorAll("[data-list]")) {
    for (const handle of list.querySelectorAll("[data-handle]")) [handle.hidden, handle.ariaHidden] = [false, "true"];
    Sortable.create(list, {
      group: "agenda",
      handle: "[data-handle]",
      draggable: "[data-item]",
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      onStart: (event) => mark(event.item),
      onEnd: (event) => drop(event),
    });
  }
}

let startX = 0;
let lastX = 0;
document.addEventListener("pointermove", (event) => (lastX = event.clientX), { passive: true });
document.addEventListener("dragover", (event) => (lastX = event.clientX || lastX), { passive: true });

function mark(line) {
  startX = lastX;
  hand = new Promise((resolve) => (letGo = resolve));
  line.classList.add("editor__line--dragged");
}

/* Dropped into a list it takes its level; drawn to the right it goes below the item above. */
function drop({ item, from, to, oldDraggableIndex, newDraggableIndex }) {
  item.classList.remove("editor__line--dragged");
  letGo();
  const inwards = lastX - startX > INDENT;
  if (from === to && oldDraggableIndex === newDraggableIndex && !inwards) return;
  const part = to.closest("[data-region]").dataset.region;
  if (part === "public" && item.dataset.revealUrl) {
    const place = placeOf(item, part, inwards);
    inTurn(() => window.location.assign(`${item.dataset.revealUrl}?place=${encodeURIComponent(place)}`));
    return;
  }
  if (part === "public" && item.dataset.part !== part && !window.confirm(editor.dataset.publish)) {
    inTurn(refresh);
    return;
  }
  const place = placeOf(item, part, inwards);
  const data = new FormData();
  data.set("place", place);
  inTurn(() => post(item.dataset.moveUrl, data));
}

/* Each list holds what stands directly below one item, or the top level of its part. */
function placeOf(item, part, inwards) {
  const [above, next] = [item.previousElementSibling, item.nextElementSibling];
  if (inwards && above) return `${above.dataset.item}.${part}.`;
  const parent = item.parentElement.dataset.list;
  return `${parent}.${part}.${next ? next.dataset.item : ""}`;
}

/* The order of these listeners matters: forms.js asks for a second press first and prevents the default. */
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-edit]") || event.defaultPrevented) return;
  event.preventDefault();
  submit(event.target, event.submitter);
});

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    tell(button.dataset.copied);
  });
}
for (const field of document.querySelectorAll("[data-select]")) field.addEventListener("focus", () => field.select());

if (editor) prepare();
