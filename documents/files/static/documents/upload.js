/* Files: drop or choose many at once; two are on their way at a time, each with its progress, each for itself. What was
   refused says why and can be sent again. Large ones go in pieces (pieces.js). Without this script the form sends
   itself. */
import { csrf, reason } from "../config/forms.js";
import { sendInPieces } from "./pieces.js";

const AT_ONCE = 2;
const waiting = [];
let underWay = 0;

const listOf = (form) => form.querySelector("[data-files]");
const words = (form) => form.dataset;

function post(form, file, alone, line) {
  const data = new FormData(form);
  data.delete("file");
  data.append("file", file);
  if (!alone) data.delete("title");
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", csrf());
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && line.moves(event.loaded / event.total);
    request.onload = () => resolve(answerOf(form, request.status, request.response));
    request.onerror = request.onabort = () => resolve(unsent());
    request.send(data);
  });
}

const unsent = () => ({ ok: false, message: document.body.dataset.unsent });

function answerOf(form, status, body) {
  if (body?.file) return { ok: true };
  const said = status === 413 ? words(form).tooLarge : reason(status);
  return { ok: false, message: body?.message ?? said };
}

/* One line for each file: its name, how far it is, and what came of it. */
class Line {
  constructor(form, file) {
    this.node = form.querySelector("template").content.firstElementChild.cloneNode(true);
    this.node.querySelector("[data-name]").textContent = file.name;
    this.bar = this.node.querySelector("progress");
    this.bar.setAttribute("aria-label", file.name);
    this.said = this.node.querySelector("[data-said]");
    this.retry = this.node.querySelector("[data-retry]");
    listOf(form).append(this.node);
  }

  moves(share) {
    this.bar.value = 100 * share;
  }

  is(state, text = "") {
    this.node.dataset.state = state;
    this.said.textContent = text;
    this.bar.hidden = state !== "sending";
    if (state === "sending") this.moves(0);
    this.retry.hidden = state !== "failed";
  }
}

/* While files are on their way the form is "dirty": a push leaves it alone (live.js). */
function sendAll(form, files) {
  if (!files.length) return;
  if (!form.busy) begin(form);
  const alone = files.length === 1;
  for (const file of files) {
    const line = new Line(form, file);
    line.retry.addEventListener("click", () => enqueue(form, file, alone, line));
    enqueue(form, file, alone, line);
  }
  form.querySelector("input[type=file]").value = "";
}

function begin(form) {
  form.dirty = true;
  form.busy = 0;
  for (const line of listOf(form).querySelectorAll("[data-state=done]")) line.remove();
}

function enqueue(form, file, alone, line) {
  form.busy = (form.busy ?? 0) + 1;
  form.dirty = true;
  line.is("waiting", words(form).waiting);
  waiting.push(() => sendOne(form, file, alone, line));
  next();
}

function next() {
  while (underWay < AT_ONCE && waiting.length) {
    underWay += 1;
    waiting.shift()().finally(() => {
      underWay -= 1;
      next();
    });
  }
}

async function sendOne(form, file, alone, line) {
  line.is("sending", words(form).sending);
  const answer = await sent(form, file, alone, line).catch(unsent);
  if (answer.ok) line.is("done", words(form).done);
  else line.is("failed", answer.message);
  form.busy -= 1;
  report(form);
}

function sent(form, file, alone, line) {
  if (file.size > Number(words(form).limit)) return Promise.resolve({ ok: false, message: words(form).tooLarge });
  const large = file.size > Number(words(form).piecesAbove);
  return large ? sendInPieces(form, file, alone, line) : post(form, file, alone, line);
}

/* The sums are said, not each file of a hundred; when all are through the form is as before, but for what failed. */
function report(form) {
  const count = (state) => listOf(form).querySelectorAll(`[data-state=${state}]`).length;
  const [done, failed] = [count("done"), count("failed")];
  const told = words(form)[failed ? "partly" : "all"].replace("{done}", done).replace("{failed}", failed);
  const status = form.querySelector("[role=status]");
  status.textContent = form.busy ? words(form).under.replace("{left}", form.busy) : told;
  if (form.busy) return;
  if (!failed) form.reset();
  for (const field of form.elements) field.dirty = false;
  form.dirty = Boolean(failed);
  form.busy = undefined;
  form.dispatchEvent(new CustomEvent("files:sent", { bubbles: true }));
}

/* A page without live panels fetches the list that has changed. */
document.addEventListener("files:sent", async ({ target }) => {
  const list = target.closest("[data-panel]") ? null : document.getElementById(target.dataset.list);
  if (!list) return;
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  list.replaceChildren(...(page.getElementById(list.id)?.childNodes ?? list.childNodes));
});

/* Somebody who leaves in the middle is asked; what went in pieces goes on later. */
addEventListener("beforeunload", (event) => {
  if (underWay) event.preventDefault();
});

const uploadOf = (event) => (event.target instanceof Element ? event.target.closest("form[data-upload]") : null);
const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");

document.addEventListener("submit", (event) => {
  const form = uploadOf(event);
  if (!form) return;
  event.preventDefault();
  sendAll(form, [...form.querySelector("input[type=file]").files]);
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
  sendAll(form, [...event.dataTransfer.files]);
});
