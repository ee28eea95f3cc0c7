/* A large file in pieces: it goes on where the network broke, also after the page was loaded anew, since the server
   knows it by its name, size and age. The address of the upload says how far it has got. */
import { csrf, reason, send } from "../config/forms.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 20000;
const PATIENCE = 20; // attempts without a byte of progress, some minutes
const WRONG_OFFSET = "upload.wrong_offset";

const rest = (wait) =>
  new Promise((resolve) => {
    const timer = setTimeout(go, wait);
    function go() {
      clearTimeout(timer);
      removeEventListener("online", go);
      resolve();
    }
    addEventListener("online", go);
  });

/* {status, body}; status 0 when nothing came back. */
function piece(url, blob, offset, moves) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Upload-Offset", String(offset));
    request.setRequestHeader("X-CSRFToken", csrf());
    request.responseType = "json";
    request.upload.onprogress = (event) => moves(offset + event.loaded);
    request.onload = () => resolve({ status: request.status, body: request.response });
    request.onerror = request.onabort = () => resolve({ status: 0 });
    request.send(blob);
  });
}

async function state(url) {
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    return { status: response.status, body: await response.json() };
  } catch {
    return { status: 0 };
  }
}

async function asked(url, data) {
  try {
    return await send(url, data);
  } catch {
    return { status: 0 };
  }
}

/* Tries until there is an answer that more trying does not change. */
async function persist(step, told) {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await step();
    const passing = answer.status === 0 || answer.status === 429 || (answer.status >= 502 && !answer.body?.code);
    if (!passing || attempt >= PATIENCE) return answer;
    told();
    await rest(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt));
  }
}

const refused = (answer) => ({
  ok: false,
  message: answer.body?.message ?? (answer.status ? reason(answer.status) : document.body.dataset.unsent),
});

export async function sendInPieces(form, file, alone, line) {
  const { begin, piece: length, broken, sending } = form.dataset;
  const told = () => (line.said.textContent = broken);
  const about = new URLSearchParams({ name: file.name, size: file.size, modified: file.lastModified });
  let answer = await persist(() => asked(begin, about), told);
  if (!answer.body?.url) return refused(answer);
  const { url } = answer.body;
  let { offset } = answer.body;
  while (offset < file.size) {
    const from = offset;
    answer = await persist(() => next(url, file, from, Number(length), line), told);
    if (!(answer.body?.offset >= 0)) return refused(answer);
    ({ offset } = answer.body);
    line.said.textContent = sending;
  }
  const data = new URLSearchParams();
  if (alone) data.set("title", form.elements.title.value);
  if (form.elements.confidential?.checked) data.set("confidential", "1");
  answer = await persist(() => asked(`${url}finish/`, data), told);
  return answer.body?.file ? { ok: true } : refused(answer);
}

/* Where an answer was lost, or another tab was quicker, the server says what comes next. */
async function next(url, file, offset, length, line) {
  const blob = file.slice(offset, offset + length);
  const answer = await piece(url, blob, offset, (sent) => line.moves(Math.min(1, sent / file.size)));
  return answer.status === 0 || answer.body?.code === WRONG_OFFSET ? state(url) : answer;
}
