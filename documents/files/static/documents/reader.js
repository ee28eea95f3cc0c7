/* A paper opens in the page: the browser's own reader in a frame, beside what happens on a tablet, over it on a phone.
   Where a browser shows no PDF in a frame, the link leads there in the same tab, and "back" leads back. */
import { lay, lift } from "../meetings/room.js";

const FRAMES = navigator.pdfViewerEnabled && !/iP(hone|ad|od)|Android/.test(navigator.userAgent);
const isTablet = /Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1; // iPadOS shows the first page only
const WIDE = matchMedia("(min-width: 45rem)");
const viewer = document.getElementById("viewer");
let link = null;

function open(from) {
  link = from;
  viewer.querySelector("[data-name]").textContent = from.querySelector("b")?.textContent ?? from.textContent;
  viewer.querySelector("[data-save]").href = from.href.replace("/read/", "/");
  const frame = document.createElement("iframe");
  frame.className = "viewer__page";
  frame.title = viewer.querySelector("[data-name]").textContent;
  frame.src = from.href;
  viewer.querySelector("iframe")?.remove();
  viewer.append(frame);
  viewer.hidden = false;
  if (WIDE.matches) viewer.querySelector("[data-close]").focus();
  else lay(viewer, "", close);
}

function close() {
  if (viewer.hidden) return;
  viewer.querySelector("iframe")?.remove();
  const held = viewer.contains(document.activeElement);
  lift(viewer);
  viewer.hidden = true;
  if (held && link?.isConnected) link.focus();
}

document.addEventListener("click", (event) => {
  const from = event.target.closest("a[data-reads]");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!from || !plain || !FRAMES || isTablet) return;
  event.preventDefault();
  open(from);
});
viewer.querySelector("[data-close]").addEventListener("click", close);
viewer.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.preventDefault();
  close();
});
/* A person has no more to do with a paper that is taken from the list, nor with one from another audience. */
document.addEventListener("live:shown", () => {
  if (!viewer.hidden && !document.querySelector(`a[data-reads="${CSS.escape(link.dataset.reads)}"]`)) close();
});
