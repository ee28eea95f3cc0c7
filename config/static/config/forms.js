/* Forms of all pages: `data-live` is sent without leaving the page, `data-confirm` wants a second press.
   Without this script every form works as plain HTML. */
const CONFIRM_FOR = 4000;
const SHOW_FOR = { danger: 12000, other: 6000 };
const ANSWER = 20000;

export function tell(text, kind = "info") {
  const region = document.getElementById("messages");
  if (!region || !text) return;
  for (const told of [...region.children]) if (told.textContent === text) told.remove(); /* said anew, not twice */
  const note = document.createElement("div");
  note.className = `toast toast--${kind}`;
  note.textContent = text;
  region.append(note);
  goesAway(note);
  return note;
}

/* A note goes by itself, but not from under the eyes of somebody who points at it. */
function goesAway(note) {
  const wait = note.matches(".toast--danger, .toast--error") ? SHOW_FOR.danger : SHOW_FOR.other;
  setTimeout(() => (note.matches(":hover, :focus-within") ? goesAway(note) : note.remove()), wait);
}
for (const note of document.querySelectorAll("#messages .toast")) goesAway(note);

export function csrf() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

/* Without files a form goes as plain fields: Twisted below Daphne answers 400 to an empty multipart body. */
function bodyOf(data) {
  const multipart = data instanceof FormData && [...data.values()].some((value) => value instanceof File);
  return data instanceof FormData && !multipart ? new URLSearchParams(data) : data;
}

/* Sends a form or data by fetch; resolves to {ok, status, body}; a lost connection rejects, and one that swallows all,
   too. Files may take their time. */
export async function send(url, data) {
  const headers = { Accept: "application/json", "X-CSRFToken": csrf() };
  const body = bodyOf(data);
  const signal = body instanceof FormData ? undefined : AbortSignal.timeout(ANSWER);
  const response = await fetch(url, { method: "POST", body, headers, signal });
  const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
  const answer = isJson ? await response.json() : { message: reason(response.status) };
  return { ok: response.ok && isJson, status: response.status, body: answer };
}

/* An answer without words of its own. A page where JSON was wanted is the sign-in page: the session has ended. */
export function reason(status) {
  const words = document.body.dataset;
  return status < 300 ? words.signedOut : words.refused.replace("{status}", status);
}

/* Where a refusal comes from: what is done there next takes it back. */
const originOf = (form) => form.closest("[data-panel]")?.dataset.panel ?? form.action;

function takeBack(origin) {
  for (const note of document.querySelectorAll("#messages [data-from]")) {
    if (note.dataset.from === origin) note.remove();
  }
}

/* A form with a place for it shows a refusal at its field; any other one in the page's corner. */
function refuse(form, text, origin) {
  const place = form.querySelector("[data-refusal]");
  if (!place) {
    const note = tell(text, "danger");
    if (note) note.dataset.from = origin;
    return;
  }
  place.textContent = text;
  const field = form.querySelector(`[aria-describedby="${CSS.escape(place.id)}"]`);
  field?.setAttribute("aria-invalid", "true");
  field?.focus();
}

/* What was typed and sent stands no more in the form, and no refusal of an earlier try. What had words from the start
   is a setting, and `data-keep` says that a field is one. */
const TYPED = "textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=file])";

function settle(form) {
  for (const place of form.querySelectorAll("[data-refusal]")) place.textContent = "";
  for (const field of form.elements) {
    if (field.getAttribute("aria-describedby")) field.removeAttribute("aria-invalid");
    if (field.matches(TYPED) && field.defaultValue === "" && !("keep" in field.dataset)) field.value = "";
  }
}

async function sendForm(form, button) {
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  const data = new FormData(form, button);
  const origin = originOf(form);
  const panel = form.closest("[data-panel]"); /* a push may take the form away before the answer comes */
  button?.setAttribute("aria-busy", "true");
  try {
    const { ok, body } = await send(addressOf(form, button), data);
    if (ok) {
      settle(form);
      takeBack(origin);
      const there = form.isConnected ? form : panel;
      there?.dispatchEvent(new CustomEvent("live:sent", { bubbles: true, detail: body }));
      form.closest(":popover-open")?.hidePopover();
    } else refuse(form, body.message, origin);
  } catch {
    tell(document.body.dataset.unsent, "danger");
  } finally {
    delete form.dataset.busy;
    button?.removeAttribute("aria-busy");
  }
}

/* A button may lead elsewhere than its form. */
export function addressOf(form, button) {
  return button?.hasAttribute("formaction") ? button.formAction : form.action;
}

/* The first press says in words what the second one will do. */
let armed = null;

function labelOf(button) {
  return button.querySelector(".kern-label") ?? button;
}

function confirmed(button) {
  if (!button?.dataset.confirm) return true;
  const second = Boolean(button.dataset.armed);
  disarm();
  if (second) return true;
  arm(button);
  armed.timer = setTimeout(disarm, CONFIRM_FOR);
  return false;
}

function arm(button) {
  armed = { ...armed, button, action: addressOf(button.form, button), words: labelOf(button).textContent };
  button.dataset.armed = "1";
  labelOf(button).textContent = button.dataset.confirm;
}

function disarm() {
  if (!armed) return;
  clearTimeout(armed.timer);
  delete armed.button.dataset.armed;
  const label = labelOf(armed.button);
  if (label.textContent === armed.button.dataset.confirm) label.textContent = armed.words;
  armed = null;
}

/* A push has redrawn the button: it stays armed for its time, unless it now does something else. */
document.addEventListener("live:shown", () => {
  const button = armed?.button;
  if (!button || button.dataset.armed) return;
  const asks = button.isConnected && button.dataset.confirm && button.form;
  if (asks && addressOf(button.form, button) === armed.action) arm(button);
  else disarm();
});

/* A double click is one wish, and so are two presses of a key on one button within half a second: by the second the
   button may already say something else, or ask "really?". */
const ONE_WISH = 500;
let pressed = { button: null, at: 0 };
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const sends = button?.form?.matches('[method="post" i]') || button?.dataset.confirm;
  if (!sends) return;
  const byKey = event.detail === 0 && document.activeElement === button;
  const again = byKey && pressed.button === button && event.timeStamp - pressed.at < ONE_WISH;
  if (event.detail > 1 || again) event.preventDefault();
  else if (byKey) pressed = { button, at: event.timeStamp };
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (!confirmed(button)) {
    event.preventDefault();
  } else if (form.matches("[data-live]")) {
    event.preventDefault();
    sendForm(form, button);
  }
});

/* A page that answers a refused form begins at its first mistake; its title has said so already. */
const mistake =
  document.documentElement.hasAttribute("data-refused") &&
  document.querySelector('main [aria-invalid="true"], main .kern-alert--danger[role="alert"]');
if (mistake) {
  if (mistake.getAttribute("aria-invalid") === null) mistake.tabIndex = -1;
  mistake.focus();
}
