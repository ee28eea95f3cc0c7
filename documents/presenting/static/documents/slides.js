/* Turning pages at the desk and on a presenter's page: by buttons and by keys. Where one wants to go is known at once,
   so that two presses are two pages, however slow the line is; one request is on its way at a time, the last wish wins.
   */
import { send, tell } from "../config/forms.js";
import { fetchNext } from "./slide.js";

const KEYS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
const TYPED = "input, textarea, select, [contenteditable], summary, [role=menu], dialog, .roster, .is-sheet";
let wanted = 0;
let busy = false;

const place = () => document.querySelector("[data-slides]");

async function go() {
  if (busy) return;
  busy = true;
  while (wanted) {
    const to = wanted;
    const here = place();
    if (!here) break;
    try {
      const { ok, body } = await send(here.dataset.turn, new URLSearchParams({ page: String(to) }));
      if (!ok) {
        tell(body.message, "danger");
        wanted = 0;
      }
    } catch {
      tell(document.body.dataset.unsent, "danger");
      wanted = 0;
    }
    if (wanted === to) wanted = 0;
  }
  busy = false;
  document.dispatchEvent(new CustomEvent("slides:turned"));
}

function turn(step) {
  const { page, pages } = place().dataset;
  const to = Math.min(Number(pages), Math.max(1, (wanted || Number(page)) + step));
  if (to === (wanted || Number(page))) return;
  wanted = to;
  go();
}

document.addEventListener("keydown", (event) => {
  const step = KEYS[event.key];
  if (!step || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (!place() || event.target.closest?.(TYPED)) return;
  event.preventDefault();
  turn(step);
});

/* A presenter's page is no live page: its buttons belong to one form, which is sent here without leaving the page. */
const form = document.getElementById("presenter-form");
form?.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button) return;
  event.preventDefault();
  button.setAttribute("aria-busy", "true");
  const data = new FormData();
  if (button.name) data.set(button.name, button.value);
  const chosen = button.id === "slides-hand-in" && document.getElementById("slides-file");
  if (chosen && chosen.files[0]) data.set("file", chosen.files[0]);
  try {
    const { ok, body } = await send(button.formAction, data);
    if (!ok) tell(body.message, "danger");
    else if (chosen) chosen.value = "";
  } catch {
    tell(document.body.dataset.unsent, "danger");
  }
  button.removeAttribute("aria-busy");
  document.dispatchEvent(new CustomEvent("slides:turned"));
});

fetchNext();
