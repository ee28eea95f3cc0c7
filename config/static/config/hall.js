/* The hall display: the time of day, what is left of a recess, and words that fit their box. */
import { onFrame } from "../meetings/live.js";

const frame = document.querySelector(".hall");
const face = frame.querySelector("[data-clock]");
const ROOMY = 6;
const SMALLEST = 8;
const PAGE = 12000;
/* The server's time, counted on by a clock that nobody sets; asked for anew when a lost connection is back, since a
   device that slept has not counted. */
let known = Number(face.dataset.clock);
let since = performance.now();
let lost = false;
const wall = new Intl.DateTimeFormat("de", { hour: "2-digit", minute: "2-digit", timeZone: face.dataset.zone });

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function paint() {
  const now = known + performance.now() - since;
  write(face, wall.format(now));
  for (const node of frame.querySelectorAll("[data-until]")) {
    const seconds = Math.ceil((Date.parse(node.dataset.until) - now) / 1000);
    const words = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    write(node, seconds > 0 ? node.dataset.left.replace("{time}", words) : node.dataset.over);
  }
  return now;
}

function tick() {
  setTimeout(tick, 1000 - (paint() % 1000));
}

async function ask() {
  const page = await fetch(location.href, { cache: "no-store" }).then((answer) => answer.text(), () => "");
  const told = page.match(/data-clock="(\d+)"/);
  if (told) [known, since] = [Number(told[1]), performance.now()];
}

onFrame("open", () => lost && ask());
onFrame("lost", () => {
  lost = true;
});

/* What needs more lines than it has turns them like pages. */
function roll() {
  for (const list of frame.querySelectorAll("[data-turns], .hall:has(.hall__motion) .hall__item .hall__words")) {
    if (list.scrollHeight <= list.clientHeight + 2) continue;
    const last = list.scrollTop + list.clientHeight >= list.scrollHeight - 2;
    list.scrollTop = last ? 0 : list.scrollTop + list.clientHeight;
  }
}

/* Words shrink step by step while the stage overflows; where even the smallest do not fit, the box turns pages. */
const stage = frame.querySelector(".hall__stage");
let turning = 0;

function overflows() {
  const limit = stage.getBoundingClientRect();
  if (stage.scrollHeight > stage.clientHeight + 1) return true;
  if ([...stage.querySelectorAll("[data-turns]")].some(isSqueezed)) return true;
  return [...stage.querySelectorAll(".hall__two > *, .hall__poll > *")].some((node) => {
    const box = node.getBoundingClientRect();
    const holder = node.parentElement.getBoundingClientRect();
    const isOut = box.bottom > limit.bottom + 1 || box.top < limit.top - 1 || box.height > holder.height + 1;
    return box.height > 0 && (isOut || (node.matches(".hall__stack") && node.scrollHeight > node.clientHeight + 1));
  });
}

/* Whether what turns its lines is pressed into less than its two. */
function isSqueezed(node) {
  const wanted = Math.min(node.scrollHeight, parseFloat(getComputedStyle(node).maxHeight));
  return node.checkVisibility() && node.clientHeight < wanted - 2;
}

function sizeOf(node) {
  return Number([...node.classList].find((name) => name.startsWith("fit-")).slice(4));
}

function resize(node, size) {
  node.classList.remove(`fit-${sizeOf(node)}`);
  node.classList.add(`fit-${size}`);
}

function fit() {
  clearInterval(turning);
  const shown = [...stage.querySelectorAll("[class*='fit-']")].filter((node) => node.checkVisibility());
  for (const node of shown) {
    node.dataset.size ??= String(sizeOf(node));
    delete node.dataset.pages;
    node.style.removeProperty("max-height");
  }
  for (const [isTight, smallest] of [[false, ROOMY], [true, SMALLEST]]) {
    frame.classList.toggle("is-tight", isTight);
    for (const node of shown) resize(node, Number(node.dataset.size));
    if (shrink(shown, smallest)) return;
  }
  turnPages(shown.sort((one, other) => other.scrollHeight - one.scrollHeight)[0]);
}

/* The largest words yield first, down to this size; whether they fit then. */
function shrink(shown, smallest) {
  while (overflows()) {
    const yielding = shown.filter((node) => sizeOf(node) < (node.dataset.least ?? smallest));
    const largest = yielding.sort((one, other) => sizeOf(one) - sizeOf(other))[0];
    if (!largest) return false;
    resize(largest, sizeOf(largest) + 1);
  }
  return true;
}

function turnPages(node) {
  if (!node) return;
  const line = parseFloat(getComputedStyle(node).lineHeight);
  node.dataset.pages = "1";
  let lines = Math.max(2, Math.floor(node.clientHeight / line));
  node.style.maxHeight = `${lines * line}px`;
  while (lines > 2 && overflows()) node.style.maxHeight = `${(lines -= 1) * line}px`;
  const pages = Math.ceil(node.scrollHeight / (lines * line));
  let page = 0;
  turning = setInterval(() => {
    page = (page + 1) % pages;
    node.scrollTop = page * lines * line;
  }, PAGE);
}

/* A pushed fragment brings its sizes with it; what was morphed keeps the one it had, so ask the class again. */
document.addEventListener("live:shown", () => {
  for (const node of stage.querySelectorAll("[data-size]")) delete node.dataset.size;
  paint();
  fit();
});

addEventListener("resize", fit);
document.fonts.ready.then(fit);
setInterval(roll, PAGE);
fit();
tick();
