/* Files: drop or choose files, several at once, each with its progress. Without this script the form sends itself. */
import { csrf, reason } from "../config/forms.js";

const parts = (form) => ({
  input: form.querySelector("input[type=file]"),
  bar: form.querySelector("progress"),
  status: form.querySelector("[role=status]"),
});

function sendOne(form, file, alone) {
  const data = new FormData(form);
  data.delete("file");
  data.append("file", file);
  if (!alone) data.delete("title");
  const { bar } = parts(form);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", csrf());
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && (bar.value = (100 * event.loaded) / event.total);
    request.onload = () => {
      const words = request.status === 413 ? form.dataset.tooLarge : reason(request.status);
      resolve({ ok: Boolean(request.response?.file), message: request.response?.message ?? words });
    };
    request.onerror = request.onabort = () => resolve({ ok: false, message: document.body.dataset.unsent ?? "" });
    request.send(data);
  });
}

/* Stays until files are sent again: a push leaves it alone, as it does every refusal (live.js). */
function report(form, done, failed) {
  const { status } = parts(form);
  const lines = [];
  const added = `${form.dataset.done} ${done.join(", ")}`;
  if (done.length) lines.push(Object.assign(document.createElement("p"), { textContent: added }));
  if (failed.length) {
    const list = document.createElement("ul");
    list.append(...failed.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
    const words = { textContent: form.dataset.failed, className: "upload__failed" };
    lines.push(Object.assign(document.createElement("p"), words), list);
  }
  status.replaceChildren(...lines);
}

/* While files are on their way the form is "dirty": a push leaves it alone (live.js). */
async function sendAll(form, files) {
  if (form.dataset.busy || !files.length) return;
  const words = form.dataset;
  const { input, bar, status } = parts(form);
  const done = [];
  const failed = [];
  form.dirty = true;
  words.busy = "1";
  bar.hidden = false;
  for (const [index, file] of [...files].entries()) {
    bar.value = 0;
    status.textContent = `${words.sending} ${index + 1}/${files.length}: ${file.name}`;
    const tooLarge = file.size > Number(words.limit);
    const refused = { ok: false, message: words.tooLarge };
    const { ok, message } = tooLarge ? refused : await sendOne(form, file, files.length === 1);
    if (ok) done.push(file.name);
    else failed.push(`${file.name}: ${message}`);
  }
  bar.hidden = true;
  report(form, done, failed);
  if (!failed.length) form.reset();
  input.value = "";
  for (const field of form.elements) field.dirty = false;
  form.dirty = false;
  delete words.busy;
}

const uploadOf = (event) => (event.target instanceof Element ? event.target.closest("form[data-upload]") : null);
const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");

document.addEventListener("submit", (event) => {
  const form = uploadOf(event);
  if (!form) return;
  event.preventDefault();
  sendAll(form, parts(form).input.files);
});

/* A file dropped beside a zone must not replace the page. */
document.addEventListener("dragover", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  const form = uploadOf(event);
  event.dataTransfer.dropEffect = form ? "copy" : "none";
  const all = document.querySelectorAll("form[data-upload]");
  for (const other of all) other.toggleAttribute("data-over", other === form);
});

document.addEventListener("dragleave", (event) => uploadOf(event)?.removeAttribute("data-over"));

document.addEventListener("drop", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  const form = uploadOf(event);
  if (!form) return;
  form.removeAttribute("data-over");
  sendAll(form, event.dataTransfer.files);
});
