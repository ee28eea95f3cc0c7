/* The rows of the agenda save themselves while they are filled in. What is not stored stays in its field, whatever is
   drawn anew around it, and leaving the page asks first. Without this script each form has its button. */
import { send } from "../config/forms.js";

const PAUSE = 900;
const LOCALE = document.documentElement.lang === "en" ? "en-GB" : "de";
const editor = document.querySelector("[data-editor]");
const words = editor?.dataset ?? {};

/* id of the form -> {values, busy, problem, theirs, timer}: what was typed and is not stored yet. */
const drafts = new Map();
/* id of the form -> the time at which it was stored last. */
const stored = new Map();

const clock = () =>
  new Date().toLocaleTimeString(LOCALE, { timeZone: "Europe/Berlin", hour: "2-digit", minute: "2-digit" });
const fieldsOf = (form) => [...form.elements].filter((field) => field.matches("select, input:not([type=hidden])"));
const valuesOf = (form) => Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
const was = (field) =>
  field.matches("select") ? [...field.options].find((one) => one.defaultSelected)?.value : field.defaultValue;
const isChanged = (form) => fieldsOf(form).some((field) => field.value !== was(field));
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/* Once the meeting has begun, every change says by which resolution it is made. */
export function addResolution(data) {
  for (const field of editor.querySelectorAll("[data-resolution] [name]")) {
    if (field.value && !data.get(field.name)) data.set(field.name, field.value);
  }
}

function typed(form, wait) {
  const draft = drafts.get(form.id);
  if (!draft && !isChanged(form)) return;
  const values = valuesOf(form);
  if (draft && !draft.busy && !isChanged(form) && !draft.theirs) {
    clearTimeout(draft.timer);
    drafts.delete(form.id);
  } else drafts.set(form.id, { ...draft, values, problem: draft?.theirs ? draft.problem : "" });
  const kept = drafts.get(form.id);
  clearTimeout(kept?.timer);
  if (kept && wait !== null && !kept.theirs) kept.timer = setTimeout(() => save(form.id), wait);
  show(form);
}

async function save(id) {
  const form = document.getElementById(id);
  const draft = drafts.get(id);
  if (!form || !draft || draft.busy || draft.theirs) return;
  clearTimeout(draft.timer);
  const sent = draft.values;
  drafts.set(id, { ...draft, busy: true, problem: "" });
  show(form);
  try {
    take(id, sent, await send(form.action, dataOf(form, sent)));
  } catch {
    failed(id, document.body.dataset.unsent);
  }
}

function dataOf(form, sent) {
  const data = new FormData(form);
  for (const [name, value] of Object.entries(sent)) data.set(name, value);
  if (form.dataset.autosave === "place") addResolution(data);
  return data;
}

function take(id, sent, { ok, status, body }) {
  if (ok) arrived(id, sent, body);
  else if (status === 409 && body.stored) differs(id, body);
  else failed(id, body.message);
}

function arrived(id, sent, { version }) {
  const [form, draft] = [document.getElementById(id), drafts.get(id)];
  const isNew = form?.dataset.autosave === "new";
  stored.set(id, clock());
  if (form) settle(form, sent, version, isNew);
  if (same(draft.values, sent)) {
    drafts.delete(id);
    if (isNew && form) for (const field of fieldsOf(form)) field.value = "";
  } else {
    drafts.set(id, { ...draft, busy: false });
    if (!isNew) setTimeout(() => save(id), PAUSE);
  }
  if (form) show(form);
  document.dispatchEvent(new CustomEvent("row:saved", { detail: { order: form?.dataset.autosave !== "words" } }));
}

/* What was stored is from now on what the form begins with. */
function settle(form, sent, version, isNew) {
  if (version) form.elements.version.value = version;
  if (form.elements.was) form.elements.was.value = sent.name ?? sent.number;
  if (isNew) return;
  for (const field of fieldsOf(form)) begin(field, sent[field.name]);
}

function begin(field, value) {
  if (!field.matches("select")) field.defaultValue = value;
  else for (const option of field.options) option.defaultSelected = option.value === value;
}

/* Somebody else changed other words of the item: then nothing is lost, and it is saved over the new state. */
function differs(id, { version, stored: theirs, message }) {
  const [form, draft] = [document.getElementById(id), drafts.get(id)];
  if (!form) return;
  const before = Object.fromEntries(fieldsOf(form).map((field) => [field.name, was(field)]));
  form.elements.version.value = version;
  if (same(before, theirs) || same(draft.values, theirs)) {
    drafts.set(id, { ...draft, busy: false });
    save(id);
    return;
  }
  drafts.set(id, { ...draft, busy: false, theirs, problem: message });
  show(form);
}

function failed(id, problem) {
  const form = document.getElementById(id);
  drafts.set(id, { ...drafts.get(id), busy: false, problem });
  if (form) show(form);
}

/* Everything the form shows follows from its draft. */
function show(form) {
  const [place, draft] = [form.querySelector("[data-status]"), drafts.get(form.id)];
  const state = JSON.stringify([draft?.busy, draft?.problem, draft?.theirs, stored.get(form.id)]);
  if (place.dataset.status === state) return; // a button that is just being pressed stays where it is
  place.dataset.status = state;
  form.classList.toggle("is-unsaved", Boolean(draft?.problem));
  const parts = [document.createTextNode(told(form.id, draft))];
  if (draft?.theirs) parts.push(...choices(form, draft));
  else if (draft?.problem) parts.push(press(words.retry, () => save(form.id)));
  place.replaceChildren(...parts);
}

function told(id, draft) {
  if (!draft) return stored.has(id) ? words.saved.replace("{time}", stored.get(id)) : "";
  if (draft.problem) return `${words.unsaved}: ${draft.problem} `;
  return draft.busy ? words.saving : "";
}

function choices(form, draft) {
  const theirs = fieldsOf(form).map((field) => labelOf(field, draft.theirs[field.name]));
  const mine = () => {
    for (const field of fieldsOf(form)) begin(field, draft.theirs[field.name]);
    drafts.set(form.id, { ...drafts.get(form.id), theirs: null, problem: "" });
    save(form.id);
  };
  const other = () => {
    for (const field of fieldsOf(form)) {
      begin(field, draft.theirs[field.name]);
      field.value = draft.theirs[field.name];
    }
    drafts.delete(form.id);
    show(form);
  };
  const said = document.createTextNode(`${words.theirs} ${theirs.join(", ")}. `);
  return [said, press(words.mine, mine), press(words.take, other)];
}

function labelOf(field, value) {
  const option = field.matches("select") && [...field.options].find((one) => one.value === value);
  return option ? option.textContent.trim() : value;
}

function press(label, action) {
  const button = document.createElement("button");
  [button.type, button.className, button.textContent] = ["button", "link-btn", label];
  button.addEventListener("click", action);
  return button;
}

/* The list was drawn anew: what is not stored goes back into its fields; whose row is gone is said once. */
export function restore() {
  for (const form of editor.querySelectorAll("[data-autosave]")) {
    const draft = drafts.get(form.id);
    for (const field of fieldsOf(form)) if (draft) field.value = draft.values[field.name] ?? field.value;
    show(form);
  }
}

const formOf = (event) => event.target.closest?.("[data-autosave]");
const saveAll = () => [...drafts.keys()].forEach(save);

if (editor) {
  document.documentElement.classList.add("saves-itself");
  document.addEventListener("input", (event) => {
    const form = formOf(event);
    /* A place and a new name are meant only when the field is left or Enter is pressed. */
    if (form) typed(form, form.dataset.autosave === "words" ? PAUSE : null);
  });
  document.addEventListener("change", (event) => formOf(event) && typed(formOf(event), 0));
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-autosave]")) return;
    event.preventDefault();
    typed(event.target, null);
    save(event.target.id);
  });
  window.addEventListener("online", saveAll);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && saveAll());
  window.addEventListener("beforeunload", (event) => {
    const titles = [...editor.querySelectorAll("[data-edit] input[name=title]")].some((field) => field.value.trim());
    if (drafts.size || titles) event.preventDefault();
  });
}
