/* The vote sheet: a tap chooses, a second one casts; "stored" only on the receipt. What was cast goes as a frame over
   the page's open socket; as a request with the same id when there is none, or when the answer does not come soon. It
   is kept in this browser under the elector until the server has acknowledged it, and sent again with the same id:
   after a lost connection, a reload, a new sign-in. Changes queue behind what is under way, so that an older choice can
   never overtake a newer one. A push redraws the sheet; this script puts its state back at once. */
import { csrf } from "../config/forms.js";
import { onFrame, sendFrame } from "../meetings/live.js";

const PREFIX = "ratssaal.ballot.";
const PATIENCE = 5000;
const TIMEOUT = 8000;
const SOCKET_TIMEOUT = 1500;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;
const FORGET_AFTER = 24 * 3600 * 1000;
const FINAL = /^(ballot\.|poll\.|permission\.|state\.|not_found$)/;
/* What says something about the socket only: the request decides. */
const ABOUT_THE_SOCKET = /^(ballot\.origin|session\.|server\.)/;

const states = new Map();
const memory = new Map();

const store = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
    } catch {
      return memory.get(key) ?? null;
    }
  },
  write(key, value) {
    memory.set(key, value);
    try {
      if (value) localStorage.setItem(PREFIX + key, JSON.stringify(value));
      else localStorage.removeItem(PREFIX + key);
    } catch {
      /* private mode: the memory of this page has to do */
    }
  },
  prune() {
    try {
      for (const name of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
        const kept = JSON.parse(localStorage.getItem(name) ?? "null");
        if (!kept || Date.now() - kept.at > FORGET_AFTER) localStorage.removeItem(name);
      }
    } catch {
      /* nothing to prune */
    }
  },
};

/* crypto.randomUUID exists only on https and localhost; getRandomValues everywhere. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function stateOf(sheet) {
  const key = sheet.dataset.ballot;
  if (!states.has(key)) {
    const kept = store.read(key);
    const fresh = { busy: false, late: false, failures: 0, timer: 0, receipt: null, refusal: null };
    states.set(key, { key, chosen: "", queue: kept?.queue ?? [], url: kept?.url ?? "", ...fresh });
  }
  return states.get(key);
}

function keep(state) {
  store.write(state.key, state.queue.length ? { queue: state.queue, url: state.url, at: Date.now() } : null);
}

function sheetOf(state) {
  return document.querySelector(`[data-ballot="${CSS.escape(state.key)}"]`);
}

function words(sheet, name, choice, seq = "") {
  return sheet.dataset[name].replace("{choice}", choice).replace("{seq}", seq);
}

/* The words of the choice as the sheet had them; remembered, because a closed sheet has no buttons any more. */
const labels = new Map();

function labelOf(sheet, choice) {
  const buttons = sheet.querySelectorAll("button[name=choice]");
  for (const button of buttons) labels.set(button.value, button.textContent.trim());
  return labels.get(choice) ?? choice;
}

function statusOf(sheet, state, drawn) {
  const last = state.queue.at(-1);
  if (last) return words(sheet, state.late ? "waiting" : "sending", labelOf(sheet, last.choice));
  if (state.refusal) {
    const refused = `${words(sheet, "refused", labelOf(sheet, state.refusal.choice))} ${state.refusal.message}`;
    return sheet.dataset.choice ? `${refused} ${drawn}` : refused; // what counts instead
  }
  if (state.chosen) return words(sheet, "chosen", labelOf(sheet, state.chosen));
  const receipt = newerReceipt(sheet, state);
  return receipt ? words(sheet, "stored", labelOf(sheet, receipt.choice), receipt.seq) : null;
}

/* The receipt as long as the sheet has not caught up with it; the vote may also have been changed on another device. */
function newerReceipt(sheet, state) {
  return state.receipt && state.receipt.version > Number(sheet.dataset.version) ? state.receipt : null;
}

function storedChoice(sheet, state) {
  return newerReceipt(sheet, state)?.choice ?? sheet.dataset.choice;
}

/* Puts the state of this page onto the sheet as the server drew it; runs after every push. */
function apply(sheet) {
  const state = stateOf(sheet);
  const form = sheet.querySelector("form");
  if (form) state.url = form.action;
  const locked = state.queue.length > 0 && !sheet.dataset.mayChange;
  const marked = state.chosen || state.queue.at(-1)?.choice || "";
  const stored = marked ? "" : storedChoice(sheet, state);
  const marks = { [stored]: "storedMark", [marked]: "chosenMark" };
  const said = sheet.querySelector("[data-chosen-mark]")?.dataset;
  for (const button of sheet.querySelectorAll("button[name=choice]")) {
    button.dataset.mark = said[marks[button.value]] ?? "";
    button.setAttribute("aria-pressed", String(button.value === marked));
    button.disabled = locked;
    button.classList.toggle("vote-sheet__choice--stored", button.value === stored);
  }
  showConfirm(sheet, state);
  showStatus(sheet, state);
}

function showConfirm(sheet, state) {
  const confirm = sheet.querySelector("[data-ballot-confirm]");
  if (!confirm) return;
  const button = sheet.querySelector(`button[name=choice][value="${state.chosen}"]`);
  confirm.hidden = !button;
  confirm.querySelector(".kern-label").textContent = button?.dataset.confirmLabel ?? "";
}

/* `drawn` keeps the server's own words below ours; a push takes it away together with our words. */
function showStatus(sheet, state) {
  const status = sheet.querySelector("[data-ballot-status]");
  status.dataset.drawn ??= status.textContent;
  const text = statusOf(sheet, state, status.dataset.drawn) ?? status.dataset.drawn;
  const settled = state.refusal ? "refused" : state.chosen ? "chosen" : "";
  sheet.dataset.state = state.queue.length ? (state.late ? "waiting" : "sending") : settled;
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle("vote-sheet__stored", sheet.dataset.state === "" && storedChoice(sheet, state) !== "");
}

function refresh(state) {
  const sheet = sheetOf(state);
  if (sheet) apply(sheet);
}

function choose(sheet, choice) {
  const state = stateOf(sheet);
  state.chosen = choice;
  state.refusal = null;
  apply(sheet);
}

function cast(sheet) {
  const state = stateOf(sheet);
  if (!state.chosen || (state.queue.length && !sheet.dataset.mayChange)) return;
  const next = { choice: state.chosen, ballot_id: newId() };
  state.queue = [...state.queue.slice(0, 1), next];
  state.chosen = "";
  state.late = false;
  sheet.querySelector(`button[name=choice][value="${next.choice}"]`)?.focus();
  keep(state);
  refresh(state);
  send(state);
}

async function send(state) {
  clearTimeout(state.timer);
  if (state.busy || !state.queue.length) return;
  state.busy = true;
  const ballot = state.queue[0];
  const patience = setTimeout(() => late(state), PATIENCE);
  try {
    await attempt(state, ballot);
  } catch {
    later(state);
  } finally {
    clearTimeout(patience);
    state.busy = false;
    refresh(state);
  }
  if (state.queue.length && !state.failures) send(state);
}

/* The frames on their way, by their id; each is answered once: by the server, by the end of the connection, or by the
   clock. */
const underway = new Map();

onFrame("ballot", (frame) => underway.get(frame.ballot_id)?.(frame));
onFrame("lost", () => underway.forEach((answer) => answer(null)));

async function bySocket(state, ballot) {
  const poll = Number(state.key.split("-")[0]);
  const answered = new Promise((resolve) => underway.set(ballot.ballot_id, resolve));
  const timer = setTimeout(() => underway.get(ballot.ballot_id)?.(null), SOCKET_TIMEOUT);
  try {
    return sendFrame({ type: "ballot", poll, ...ballot }) ? await answered : null;
  } finally {
    clearTimeout(timer);
    underway.delete(ballot.ballot_id);
  }
}

async function attempt(state, ballot) {
  const frame = await bySocket(state, ballot);
  if (frame?.receipt?.ballot_id === ballot.ballot_id) stored(state, frame.receipt);
  else if (frame?.code && FINAL.test(frame.code) && !ABOUT_THE_SOCKET.test(frame.code)) refused(state, ballot, frame);
  else await byRequest(state, ballot);
}

async function byRequest(state, ballot) {
  const headers = { Accept: "application/json", "X-CSRFToken": csrf() };
  const signal = AbortSignal.timeout(TIMEOUT);
  const response = await fetch(state.url, { method: "POST", body: new URLSearchParams(ballot), headers, signal });
  const body = await response.json();
  if (response.ok && body.ballot_id === ballot.ballot_id) stored(state, body);
  else if (!response.ok && FINAL.test(body.code ?? "")) refused(state, ballot, body);
  else later(state);
}

function stored(state, receipt) {
  state.receipt = receipt;
  state.queue = state.queue.slice(1);
  state.failures = 0;
  state.late = false;
  keep(state);
}

function refused(state, ballot, body) {
  state.refusal = { choice: state.queue.at(-1).choice, message: body.message ?? "" };
  state.queue = [];
  state.failures = 0;
  state.late = false;
  keep(state);
}

function late(state) {
  state.late = true;
  refresh(state);
}

function later(state) {
  state.failures += 1;
  late(state);
  const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** state.failures);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => send(state), longest / 2 + Math.random() * (longest / 2));
}

document.addEventListener("click", (event) => {
  const sheet = event.target.closest("[data-ballot]");
  const button = sheet && event.target.closest("button");
  if (!button) return;
  if (button.name === "choice") {
    event.preventDefault();
    choose(sheet, button.value);
  } else if (button.matches("[data-ballot-confirm]")) cast(sheet);
});

/* Pushes are frequent: they must not shorten the wait of a ballot that has failed. */
function applyAll() {
  for (const sheet of document.querySelectorAll("[data-ballot]")) {
    apply(sheet);
    if (!stateOf(sheet).failures) send(stateOf(sheet));
  }
}

document.addEventListener("live:shown", applyAll);
onFrame("open", () => states.forEach(send));
window.addEventListener("online", () => states.forEach(send));
store.prune();
applyAll();
