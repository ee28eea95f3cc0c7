/* The vote sheet: one tap chooses, a second confirms in words; "stored" is said only on the server's receipt.
   The ballot's number is made before the first attempt and kept, over reload and without connection, until acknowledged:
   a repeated request finds its own receipt and never votes twice. Without this script each choice is a plain button. */
import { send, tell } from "../config/forms.js";

const PREFIX = "ratssaal.ballot.";
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 8000;
const chosen = new Map();
const waiting = new Map();

const memory = {
  read(poll) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + poll)) ?? waiting.get(poll) ?? null;
    } catch {
      return waiting.get(poll) ?? null;
    }
  },
  write(poll, ballot) {
    waiting.set(poll, ballot);
    try {
      localStorage.setItem(PREFIX + poll, JSON.stringify(ballot));
    } catch { /* private mode: the ballot lives as long as the page */ }
  },
  forget(poll) {
    waiting.delete(poll);
    try {
      localStorage.removeItem(PREFIX + poll);
    } catch { /* nothing was kept there */ }
  },
};

/* crypto.randomUUID exists on secure pages only; a hall's test network may not be one. */
function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function sheetOf(poll) {
  return document.querySelector(`.vote-sheet[data-poll="${poll}"]`);
}

/* Puts back what a push has replaced: the half-made choice, and a ballot that is not yet stored. */
function dress(sheet) {
  const poll = sheet.dataset.poll;
  const choice = chosen.get(poll);
  for (const button of sheet.querySelectorAll(".vote-sheet__choice")) {
    button.type = "button";
    button.setAttribute("aria-pressed", String(button.value === choice));
  }
  const confirm = sheet.querySelector(".vote-sheet__confirm");
  if (confirm) {
    const label = sheet.querySelector(`.vote-sheet__choice[value="${choice}"]`)?.dataset.label;
    confirm.hidden = !label;
    confirm.value = choice ?? "";
    if (label) confirm.querySelector(".kern-label").textContent = `${sheet.dataset.vote}: ${label}`;
  }
  const pending = memory.read(poll);
  const note = sheet.querySelector(".vote-sheet__pending");
  note.hidden = !pending;
  note.textContent = pending ? `${pending.label} – ${pending.tries > 0 ? sheet.dataset.unstored : sheet.dataset.sending}` : "";
}

async function cast(poll) {
  const sheet = sheetOf(poll);
  const ballot = memory.read(poll);
  if (!ballot || ballot.busy) return;
  ballot.busy = true;
  waiting.set(poll, ballot);
  try {
    const data = new FormData();
    data.set("choice", ballot.choice);
    data.set("ballot_id", ballot.ballot_id);
    const { ok, status, body } = await send(ballot.url, data);
    if (ok) settle(poll, ballot, body);
    else if (status >= 400 && status < 500 && status !== 408 && status !== 429) refuse(poll, body);
    else throw new Error(String(status));
  } catch {
    later(poll, ballot);
  } finally {
    ballot.busy = false;
    if (sheet?.isConnected) dress(sheet);
  }
}

function settle(poll, ballot, receipt) {
  memory.forget(poll);
  const sheet = sheetOf(poll);
  if (!sheet || Number(sheet.dataset.version) > receipt.version) return;
  sheet.querySelector(".vote-sheet__stored").textContent = `${sheet.dataset.stored} ${ballot.label}`;
}

function refuse(poll, body) {
  memory.forget(poll);
  tell(body.message ?? document.body.dataset.unsent, "danger");
}

function later(poll, ballot) {
  const tries = ballot.tries + 1;
  memory.write(poll, { ...ballot, tries, busy: false });
  setTimeout(() => cast(poll), Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(tries, 5)) * (0.5 + Math.random() / 2));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".vote-sheet__choice");
  if (!button) return;
  event.preventDefault();
  const sheet = button.closest(".vote-sheet");
  chosen.set(sheet.dataset.poll, button.value);
  dress(sheet);
  sheet.querySelector(".vote-sheet__confirm").focus();
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-ballot]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const sheet = event.target.closest(".vote-sheet");
  const poll = sheet.dataset.poll;
  const choice = chosen.get(poll);
  if (!choice || memory.read(poll)?.busy) return;
  const label = sheet.querySelector(`.vote-sheet__choice[value="${choice}"]`).dataset.label;
  memory.write(poll, { choice, label, ballot_id: uuid(), url: event.target.action, tries: 0 });
  chosen.delete(poll);
  dress(sheet);
  cast(poll);
}, true);

document.addEventListener("live:shown", (event) => {
  for (const sheet of event.target.querySelectorAll(".vote-sheet")) dress(sheet);
});

window.addEventListener("online", () => [...waiting.keys()].forEach(cast));

for (const sheet of document.querySelectorAll(".vote-sheet")) {
  dress(sheet);
  const left = memory.read(sheet.dataset.poll);
  if (left) {
    waiting.set(sheet.dataset.poll, { ...left, busy: false });
    cast(sheet.dataset.poll);
  }
}
