/* The order of an item's files by dragging, on top of the buttons that do the same. */
import Sortable from "../vendor/sortablejs/sortable.core.esm.js";
import { send, tell } from "../config/forms.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");

function prepare() {
  for (const list of document.querySelectorAll("[data-order]")) {
    for (const handle of list.querySelectorAll("[data-handle]")) [handle.hidden, handle.ariaHidden] = [false, "true"];
    if (Sortable.get(list)) continue;
    Sortable.create(list, {
      handle: "[data-handle]",
      draggable: "[data-file]",
      animation: still.matches ? 0 : 120,
      onStart: () => (list.dirty = true), // under the hand the list stays as it is (live.js)
      onEnd: (event) => drop(list, event),
    });
  }
}

async function drop(list, { item, oldDraggableIndex, newDraggableIndex }) {
  if (oldDraggableIndex === newDraggableIndex) {
    list.dirty = false;
    return;
  }
  const before = item.nextElementSibling?.dataset.file ?? 0;
  try {
    const { ok, body } = await send(item.dataset.moveUrl, new URLSearchParams({ before }));
    list.dirty = false;
    if (ok) list.dispatchEvent(new CustomEvent("live:sent", { bubbles: true, detail: body }));
    else putBack(list, item, oldDraggableIndex, body.message);
  } catch {
    list.dirty = false;
    putBack(list, item, oldDraggableIndex, document.body.dataset.unsent);
  }
}

function putBack(list, item, place, words) {
  const others = [...list.querySelectorAll("[data-file]")].filter((other) => other !== item);
  list.insertBefore(item, others[place] ?? null);
  tell(words, "danger");
}

document.addEventListener("live:shown", prepare);
prepare();
