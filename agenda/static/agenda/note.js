/* The note for the minutes saves itself while it is typed. What is not stored yet lies in this tab's storage, item by
   item, so neither a lost connection, a reload, nor the call of the next item loses a word. Without this script the
   form's own button saves. */
import { csrf } from "../config/forms.js";

const KEY = "ratssaal.note.";
const PAUSE = 1000;
const LONGEST_WAIT = 15000;
const KEEPALIVE_UP_TO = 60000;

/* item -> {text, version, url, sent?, failures, timer, busy, theirs?}; `version` is the stored note the text builds on.
   */
const drafts = new Map();
/* item -> when the stored note was last ours, for the status line. */
const savedAt = new Map();

const formOf = (item) => document.getElementById(`note-form-${item}`);
const fieldOf = (form) => form.querySelector("textarea");
/* The town's time, as everywhere on the page, wherever the laptop thinks it is. */
const LOCALE = document.documentElement.lang === "en" ? "en-GB" : "de";
const clock = () => new Date().toLocaleTimeString(LOCALE, { timeZone: "Europe/Berlin" });

function keep(item, draft) {
  const { text, version, url } = draft;
  try {
    sessionStorage.setItem(KEY + item, JSON.stringify({ text, version, url }));
  } catch {
    /* A full or forbidden storage: the text still stands in the field. */
  }
}

function forget(item) {
  drafts.delete(item);
  sessionStorage.removeItem(KEY + item);
}

function typed(form) {
  const item = form.dataset.note;
  const field = fieldOf(form);
  const draft = drafts.get(item) ?? { version: Number(field.dataset.version), url: form.action, failures: 0 };
  draft.text = field.value;
  drafts.set(item, draft);
  keep(item, draft);
  if (!draft.theirs) plan(item, PAUSE);
  show();
}

function plan(item, wait) {
  const draft = drafts.get(item);
  clearTimeout(draft.timer);
  draft.timer = setTimeout(() => save(item), wait);
}

/* Small notes still arrive when the page is being closed; browsers limit that to 64 KB. */
async function send(url, body) {
  const headers = { Accept: "application/json", "X-CSRFToken": csrf() };
  const keepalive = String(body).length < KEEPALIVE_UP_TO;
  const response = await fetch(url, { method: "POST", body, headers, keepalive });
  const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
  return { ok: response.ok, status: response.status, body: isJson ? await response.json() : {} };
}

async function save(item) {
  const draft = drafts.get(item);
  if (!draft || draft.busy || draft.theirs) return;
  clearTimeout(draft.timer);
  draft.busy = true;
  draft.attempted = draft.text;
  release(item, draft.text);
  show();
  try {
    const data = new URLSearchParams({ text: draft.text, version: String(draft.version) });
    take(item, draft, await send(draft.url, data));
  } catch {
    again(item, draft, "offline");
  }
  draft.busy = false;
  show();
}

function take(item, draft, { ok, status, body }) {
  if (ok && body.version) stored(item, draft, body.version);
  else if (status === 409 && "text" in body) conflict(item, draft, body);
  else again(item, draft, body.message);
}

function stored(item, draft, version) {
  savedAt.set(item, clock());
  Object.assign(draft, { version, failures: 0, problem: "" });
  const field = formOf(item) && fieldOf(formOf(item));
  if (field) field.dataset.version = String(version);
  if (draft.text === draft.attempted) forget(item);
  else {
    keep(item, draft);
    plan(item, PAUSE);
  }
}

/* Ours is the stored text when the answer to an earlier attempt got lost: then it is no conflict. */
function conflict(item, draft, { text, version, message }) {
  if ([draft.text, ...(draft.earlier ?? [])].includes(text)) {
    draft.version = version;
    plan(item, 0);
    return;
  }
  draft.theirs = { text, version };
  draft.problem = message;
  hold(item);
}

function again(item, draft, problem) {
  draft.failures += 1;
  draft.problem = problem;
  draft.earlier = [...(draft.earlier ?? []), draft.attempted].slice(-20);
  hold(item);
  plan(item, Math.min(LONGEST_WAIT, 1000 * 2 ** draft.failures));
}

/* A field on its way to the server may be exchanged by a push; one that did not arrive may not. */
function release(item, text) {
  const field = formOf(item) && fieldOf(formOf(item));
  if (field && field.value === text) field.dirty = false;
}

function hold(item) {
  const field = formOf(item) && fieldOf(formOf(item));
  if (field) field.dirty = true;
}

function choose(item, choice) {
  const draft = drafts.get(item);
  if (!draft?.theirs) return;
  const { text, version } = draft.theirs;
  const words = { mine: draft.text, theirs: text, both: `${text}\n\n${draft.text}` };
  Object.assign(draft, { text: words[choice], version, theirs: null, problem: "" });
  keep(item, draft);
  show();
  fieldOf(formOf(item)).focus();
  save(item);
}

/* Everything the page shows follows from the drafts; runs after every change and after every push. */
function show() {
  for (const form of document.querySelectorAll("[data-note]")) showForm(form);
}

function showForm(form) {
  const item = form.dataset.note;
  const draft = drafts.get(item);
  const field = fieldOf(form);
  if (draft && field.value !== draft.text) {
    field.value = draft.text;
    field.dirty = true;
  }
  set(form.querySelector("[data-note-status]"), status(form, item, draft));
  const box = form.querySelector("[data-note-conflict]");
  set(box.querySelector("[data-note-theirs]"), draft?.theirs?.text ?? "");
  if (box.hidden === Boolean(draft?.theirs)) box.hidden = !draft?.theirs;
}

function set(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function status(form, item, draft) {
  const words = form.dataset;
  if (!draft) return savedAt.has(item) ? words.saved.replace("{time}", savedAt.get(item)) : "";
  if (draft.problem === "offline") return words.offline;
  if (draft.problem) return `${words.unsaved}: ${draft.problem}`;
  return draft.busy ? words.saving : words.unsaved;
}

function recover() {
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(KEY))) {
    const item = key.slice(KEY.length);
    drafts.set(item, { ...JSON.parse(sessionStorage.getItem(key)), failures: 0 });
    hold(item);
    plan(item, 0);
  }
}

function saveAll() {
  for (const item of drafts.keys()) save(item);
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-note]");
  if (form && event.target === fieldOf(form)) typed(form);
});
document.addEventListener("focusout", (event) => {
  const item = event.target.closest?.("[data-note]")?.dataset.note;
  if (item && drafts.has(item)) save(item);
});
document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-note-choice]");
  if (choice) choose(choice.closest("[data-note]").dataset.note, choice.dataset.noteChoice);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-note]")) return;
  event.preventDefault();
  typed(event.target);
  save(event.target.dataset.note);
});
document.addEventListener("live:shown", show);
window.addEventListener("online", saveAll);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && saveAll());
window.addEventListener("beforeunload", (event) => {
  saveAll();
  if ([...drafts.values()].some((draft) => draft.failures || draft.theirs)) event.preventDefault();
});

recover();
show();
