/* A meeting's own page: its head and its agenda are no panels, for they hold much more than is pushed. When a push says
   that something of them has changed, the page is fetched anew, not more often than every few seconds. */
import { Idiomorph } from "../vendor/idiomorph/idiomorph.esm.js";
import { onFrame } from "./live.js";

const TOUCHED = ["agenda", "papers", "minutes", "poll", "status"];
const PAUSE = 5000;
const SPREAD = 3000;
const known = new Map();
let timer = 0;
let last = 0;

/* Times move by themselves and are no news. */
function words(html) {
  return html.replace(/<time[\s\S]*?<\/time>/g, "");
}

function isNews(panels) {
  const named = TOUCHED.filter((name) => name in panels && known.get(name) !== words(panels[name]));
  for (const name of named) known.set(name, words(panels[name]));
  return named.length > 0;
}

function keepOpen(name, node, change) {
  return !(name === "open" && node.matches("details") && change === "remove");
}

async function refresh() {
  timer = 0;
  last = Date.now();
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of document.querySelectorAll("[data-fresh]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) Idiomorph.morph(part, fresh, { restoreFocus: true, callbacks: { beforeAttributeUpdated: keepOpen } });
  }
  prepare();
}

onFrame("panels", ({ panels }) => {
  if (!panels || !isNews(panels) || timer) return;
  const wait = Math.max(0, last + PAUSE - Date.now()) + Math.random() * SPREAD;
  timer = setTimeout(() => refresh().catch(() => {}), wait);
});

function prepare() {
  for (const button of document.querySelectorAll("[data-open-all]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-open-all]")) return;
  const rows = [...document.querySelectorAll("details.row")];
  const open = rows.some((row) => !row.open);
  for (const row of rows) row.open = open;
});

/* An address of one item opens it. */
function openNamed() {
  const row = location.hash && document.getElementById(location.hash.slice(1));
  if (row instanceof HTMLDetailsElement && row.matches(".row")) row.open = true;
}
addEventListener("hashchange", openNamed);
openNamed();
prepare();
