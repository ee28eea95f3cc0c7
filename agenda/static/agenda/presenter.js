/* A presenter's page asks every few seconds whether anything has changed; only the zones whose words differ are
   replaced. */
import { say as announce } from "../meetings/say.js";

const EVERY = 3000;
const ANSWER = 6000;
const page = document.getElementById("presenter");
const banner = document.getElementById("connection");
let tag = page.dataset.tag;

function say(text) {
  if (banner.textContent === text) return;
  announce(text || page.dataset.back, text !== "");
  banner.textContent = text;
  banner.hidden = text === "";
}

function show(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  for (const zone of page.querySelectorAll("[data-zone]")) {
    const words = fresh.content.querySelector(`[data-zone="${zone.dataset.zone}"]`);
    if (!words || words.innerHTML === zone.innerHTML) continue;
    const held = zone.contains(document.activeElement) ? document.activeElement.id : "";
    zone.innerHTML = words.innerHTML;
    if (held) focusIn(zone, held);
    if (zone.dataset.zone === "now") announce(zone.textContent.replace(/\s+/g, " ").trim(), true);
    zone.dispatchEvent(new CustomEvent("live:shown", { bubbles: true }));
  }
}

/* What was pressed may be gone now, as "next" on the last page: then the zone has the focus. */
function focusIn(zone, id) {
  zone.tabIndex = -1;
  (document.getElementById(id) ?? zone).focus({ preventScroll: true });
}

/* One question at a time: an answer that was asked for before must not come after a later one. */
let looking = Promise.resolve();

function lookNow() {
  looking = looking.catch(() => {}).then(look);
  return looking;
}

async function look() {
  const options = { headers: { "If-None-Match": tag }, cache: "no-store", signal: AbortSignal.timeout(ANSWER) };
  const response = await fetch(page.dataset.url, options);
  /* The link has been withdrawn or its day is over: the server says so on the page itself. */
  if (response.status === 404 || response.status === 410) location.reload();
  else if (response.status !== 304 && !response.ok) throw new Error(String(response.status));
  else if (response.ok) {
    show(await response.text());
    tag = response.headers.get("ETag") ?? "";
  }
}

async function keepLooking() {
  try {
    await lookNow();
    say("");
  } catch {
    say(page.dataset.lost);
  }
  setTimeout(keepLooking, EVERY);
}

setTimeout(keepLooking, EVERY);

/* What a script of another room has done here shows at once. */
document.addEventListener("slides:turned", () => lookNow().catch(() => {}));
