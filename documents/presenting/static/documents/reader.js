/* A paper opens in the page, page by page as pictures: beside what happens on a tablet, over it on a phone. It opens
   at the page at which one stopped, or at the one that is being presented; who leafs on alone comes back by a press. A
   file of which no page can be shown says so; it can be saved all the same. */
import { send } from "../config/forms.js";
import { lay, lift } from "../meetings/room.js";
import "./slide.js";

const WIDE = matchMedia("(min-width: 45rem)");
const KEYS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
const KEEP_AFTER = 800;
const viewer = document.getElementById("viewer");
const part = (name) => viewer.querySelector(`[data-${name}]`);
const picture = viewer.querySelector(".viewer__page");
const words = viewer.dataset;
let link = null;
let file = "";
let page = 1;
let pages = 0;
let follows = false;
let keeping = 0;

const shown = () => document.querySelector(`[data-presents="${CSS.escape(file)}"]`);
const stored = (name) => `ratssaal.page.${name}`;

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/* Whoever is not signed in has their page kept in this window alone. */
function remembered() {
  try {
    return Number(sessionStorage.getItem(stored(file))) || 0;
  } catch {
    return 0;
  }
}

function keep() {
  clearTimeout(keeping);
  const [own, at] = [file, page];
  keeping = setTimeout(() => {
    if (words.keeps) send(`/files/${own}/place/`, new URLSearchParams({ page: String(at) })).catch(() => {});
    else {
      try {
        sessionStorage.setItem(stored(own), String(at));
      } catch {
        /* private mode: it opens at the first page again */
      }
    }
  }, KEEP_AFTER);
}

async function tellWords() {
  const [own, at] = [file, page];
  const answer = await fetch(`/files/${own}/pages/${at}/text/`, { headers: { Accept: "application/json" } });
  const told = answer.ok ? (await answer.json()).text : "";
  if (own !== file || at !== page) return;
  write(part("text-of-page"), told);
  part("text-of-page").parentElement.hidden = told === "";
}

function draw() {
  const at = words.at.replace("{page}", page).replace("{pages}", pages);
  const source = `/files/${file}/pages/${page}/1600.png`;
  trouble("");
  delete picture.dataset.again;
  if (picture.getAttribute("src") !== source) picture.src = source;
  picture.alt = at;
  picture.hidden = false;
  write(part("place"), at);
  part("back").disabled = page <= 1;
  part("on").disabled = page >= pages;
  mark();
  part("text-of-page").parentElement.hidden = true;
  tellWords().catch(() => {});
  if (page < pages) new Image().src = `/files/${file}/pages/${page + 1}/1600.png`;
}

function mark() {
  part("follow").hidden = !shown();
  part("follow").setAttribute("aria-pressed", String(follows && Boolean(shown())));
}

function trouble(text) {
  write(part("trouble"), text);
  part("trouble").hidden = text === "";
  if (text) picture.hidden = true;
}

function turn(to) {
  const next = Math.min(pages, Math.max(1, to));
  if (next === page) return;
  page = next;
  draw();
  part("sheet-of-page").scrollTop = 0;
  if (!follows) keep();
}

function leaf(step) {
  follows = false;
  turn(page + step);
  mark();
}

async function fill() {
  const own = file;
  const answer = await fetch(`/files/${own}/pages/`, { headers: { Accept: "application/json" } });
  const told = await answer.json();
  if (own !== file || viewer.hidden) return;
  if (!answer.ok) {
    trouble(told.message);
    return;
  }
  pages = told.pages;
  const kept = words.keeps ? told.page : remembered() || told.page;
  page = Math.min(pages, Math.max(1, Number(shown()?.dataset.page) || kept));
  draw();
}

function open(from) {
  link = from;
  file = from.dataset.reads;
  pages = 0;
  follows = Boolean(shown()) && !("alone" in from.dataset);
  picture.hidden = true;
  picture.removeAttribute("src");
  for (const name of ["place", "text-of-page"]) write(part(name), "");
  part("text-of-page").parentElement.hidden = true;
  part("back").disabled = part("on").disabled = true;
  trouble("");
  write(part("name"), from.dataset.name ?? from.querySelector("b")?.textContent ?? from.textContent);
  part("save").href = from.href.replace("/read/", "/");
  viewer.hidden = false;
  if (WIDE.matches) part("close").focus();
  else lay(viewer, "", close);
  fill().catch(() => trouble(words.broken));
}

function close() {
  if (viewer.hidden) return;
  const held = viewer.contains(document.activeElement);
  lift(viewer);
  viewer.hidden = true;
  picture.removeAttribute("src");
  const back = link?.isConnected ? link : document.querySelector(`a[data-reads="${CSS.escape(file)}"]`);
  if (held) back?.focus();
}

document.addEventListener("click", (event) => {
  const from = event.target.closest("a[data-reads]");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!from || !plain) return;
  event.preventDefault();
  open(from);
});
part("close").addEventListener("click", close);
part("back").addEventListener("click", () => leaf(-1));
part("on").addEventListener("click", () => leaf(1));
part("follow").addEventListener("click", () => {
  follows = !follows;
  if (follows && shown()) turn(Number(shown().dataset.page));
  mark();
});
viewer.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.key === "Escape") {
    event.preventDefault();
    close();
  } else if (KEYS[event.key] && pages) {
    event.preventDefault();
    leaf(KEYS[event.key]);
  }
});
/* A person has no more to do with a paper that is taken from the list, nor with one from another audience. */
document.addEventListener("live:shown", () => {
  if (viewer.hidden) return;
  if (!document.querySelector(`a[data-reads="${CSS.escape(file)}"]`)) close();
  else if (pages) {
    if (follows && shown()) turn(Number(shown().dataset.page));
    mark();
  }
});
