/* The live page: one socket, panels morphed in, nothing typed ever lost. Protocol: docs/live.md. */
import { Idiomorph } from "../vendor/idiomorph/idiomorph.esm.js";
import { addressOf } from "../config/forms.js";
import { say as announce, sayChanges } from "./say.js";

const page = document.body.dataset;
const banner = document.getElementById("connection");
const FIRST_WAIT = 500;
const LONGEST_WAIT = 1500;
const OPENING = 10000;
const POLL_EVERY = 3000;
const ANSWER = 6000;

let seq = Number(page.seq || 0);
/* Up to here every panel of this page is known; 0 once a connection was lost, perhaps between two panels of one push.
   */
let whole = seq;
let socket = null;
let failures = 0;
let heartbeat = 5;
let silence = 0;
let polling = 0;
let asking = false;
let retry = 0;

function say(text) {
  if (!banner) return;
  if (banner.textContent === text) return;
  announce(text || page.back, text !== "");
  banner.textContent = text;
  banner.hidden = text === "";
}

/* Fields the person has changed are theirs until the form has been sent. */
document.addEventListener("input", (event) => {
  if (event.target.closest("[data-panel]")) event.target.dirty = !("passing" in event.target.dataset);
});
document.addEventListener("live:sent", (event) => {
  for (const field of event.target.elements ?? []) field.dirty = false;
  const panel = event.target.closest("[data-panel]");
  for (const place of panel?.querySelectorAll("[data-refusal]") ?? []) place.textContent = ""; // of another way tried
  for (const field of panel?.querySelectorAll("[data-passing]") ?? []) field.value = "";
  const name = panel?.dataset.panel;
  if (pushed.has(name)) show({ [name]: pushed.get(name) }); // it may have come before the answer
});

/* What each panel was last drawn as. */
const pushed = new Map();

const FIELDS = "input, textarea, select";

/* Not Idiomorph's ignoreActiveValue: it would also leave the old words on a focused button whose form has changed. */
function keeps(node) {
  if (node.nodeType === Node.ELEMENT_NODE && node.matches("[data-refusal]:not(:empty)")) return true;
  if (node.nodeType !== Node.ELEMENT_NODE) return false;
  return node.dirty || (node === document.activeElement && node.matches(FIELDS));
}

const callbacks = {
  beforeNodeMorphed: (old) => !keeps(old),
  beforeNodeRemoved: (old) =>
    !(keeps(old) || (old.querySelector && [...old.querySelectorAll(FIELDS)].some((field) => field.dirty))),
  beforeAttributeUpdated: (name, node, change) =>
    !(name === "open" && node.matches("details, dialog") && change === "remove"),
};

/* What had the focus may be gone for a while, such as a choice during an interruption: the panel holds the place for
   it. */
function keepFocus(panel, held) {
  const back = panel.awaited && document.activeElement === panel && panel.querySelector(panel.awaited);
  if (back) back.focus({ preventScroll: true });
  if (panel.contains(document.activeElement)) return;
  panel.awaited = held.name ? `[name="${CSS.escape(held.name)}"][value="${CSS.escape(held.value)}"]` : "";
  panel.tabIndex = -1;
  panel.focus({ preventScroll: true });
}

/* What a press on it does. A button that becomes another one below the finger must not be pressed a second time for
   what it was before: then the panel, which says what has changed, gets the focus. The next step is there to change:
   the focus stays on it. */
function meaning(node) {
  if (!node.matches?.("button:not(.next-step__button)") || !node.form?.matches('[method="post" i]')) return null;
  const label = "armed" in node.dataset ? "" : (node.ariaLabel ?? node.textContent.trim());
  return { does: [addressOf(node.form, node), node.name, node.value].join(" "), label };
}

function means(before, node) {
  const after = meaning(node);
  return !after || (after.does === before.does && (!before.label || after.label === before.label));
}

function letGo(panel) {
  panel.awaited = "";
  panel.tabIndex = -1;
  panel.focus({ preventScroll: true });
}

export function show(panels) {
  for (const [name, html] of Object.entries(panels)) {
    pushed.set(name, html);
    for (const panel of document.querySelectorAll(`[data-panel="${CSS.escape(name)}"]`)) {
      const held = panel.contains(document.activeElement) && document.activeElement;
      const before = held && meaning(held);
      Idiomorph.morph(panel, html, { morphStyle: "innerHTML", restoreFocus: true, callbacks });
      if (before && panel.contains(document.activeElement) && !means(before, document.activeElement)) letGo(panel);
      else if (held) keepFocus(panel, held);
      panel.dispatchEvent(new CustomEvent("live:shown", { bubbles: true }));
    }
  }
  sayChanges();
}

/* Who waits for frames of a type that some other script of the page has asked for, or for a connection to open or end.
   */
const listeners = new Map();

export function onFrame(type, listener) {
  listeners.set(type, [...(listeners.get(type) ?? []), listener]);
}

function tell(type, frame) {
  for (const listener of listeners.get(type) ?? []) listener(frame);
}

/* Sends on the open socket; false when there is none. `onFrame("lost", ...)` hears that an answer will not come any
   more. */
export function sendFrame(frame) {
  if (socket?.readyState !== WebSocket.OPEN) return false;
  socket.send(JSON.stringify(frame));
  return true;
}

function take(frame) {
  if (frame.type === "audience") {
    location.reload();
    return;
  }
  tell(frame.type, frame);
  if (frame.heartbeat) heartbeat = frame.heartbeat;
  if (Number.isInteger(frame.seq)) seq = Math.max(seq, frame.seq);
  if (frame.panels) show(frame.panels);
  document.body.dataset.seq = String(seq);
}

function alive(patience = (heartbeat + 2) * 1000) {
  clearTimeout(silence);
  silence = setTimeout(() => socket && drop(socket), patience);
}

function stopPolling() {
  clearInterval(polling);
  polling = 0;
}

/* Who asks to see what; a hall display that was set up says which one it is. */
function wish(more = {}) {
  const own = page.display ? { display: page.display } : {};
  return new URLSearchParams({ seq: String(whole), view: page.view, ...own, ...more });
}

function connect() {
  const query = wish({ lang: document.documentElement.lang });
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const opening = new WebSocket(`${scheme}//${location.host}${page.liveUrl}?${query}`);
  socket = opening;
  alive(OPENING);
  opening.onopen = () => {
    failures = 0;
    stopPolling();
    say("");
    document.body.dataset.connection = "open";
    alive();
    tell("open");
  };
  opening.onmessage = (event) => {
    alive();
    const frame = JSON.parse(event.data);
    if (frame.type === "heartbeat" && ["room", "desk"].includes(page.view)) opening.send('{"type":"ping"}');
    take(frame);
  };
  opening.onclose = (event) => lost(opening, event.code);
}

/* A connection that has gone silent never says goodbye: do not wait for its close handshake. */
function drop(old) {
  old.close();
  lost(old, 4000);
}

function lost(old, code) {
  if (old !== socket) return;
  socket = null;
  whole = 0;
  tell("lost");
  clearTimeout(silence);
  document.body.dataset.connection = "lost";
  if ([4401, 4403, 4404].includes(code)) {
    location.reload();
    return;
  }
  failures += 1;
  say(page.lost);
  if (failures >= 2 && !polling) polling = setInterval(poll, POLL_EVERY);
  const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures);
  retry = setTimeout(connect, longest / 2 + Math.random() * (longest / 2));
}

/* When a socket cannot be opened at all (an old proxy), the same frames come by plain requests, one at a time. An
   answer that comes when the socket is open again, or is older than what stands here, is of no use any more. */
async function poll() {
  if (asking) return;
  asking = true;
  try {
    const asked = { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(ANSWER) };
    const response = await fetch(`${page.pollUrl}?${wish()}`, asked);
    if ([401, 403, 404, 410].includes(response.status)) location.reload();
    if (response.status === 200) catchUp(await response.json());
    if (response.ok && polling) say(page.polling);
  } catch {
    if (polling) say(page.lost);
  } finally {
    asking = false;
  }
}

function catchUp(frame) {
  if (!polling || frame.seq < seq) return;
  take(frame);
  whole = seq;
}

window.addEventListener("offline", () => socket && drop(socket));
window.addEventListener("online", () => {
  if (socket) return;
  clearTimeout(retry);
  connect();
});
window.addEventListener("pageshow", (event) => event.persisted && location.reload());

sayChanges(true);
if (page.liveUrl) connect();
