/* Pictures of pages on every screen: one that could not be had is asked for again, and what comes next is there before
   it is wanted. */
const AGAIN = 1500;
const MOST = 20;
const known = new Set();

document.addEventListener(
  "error",
  (event) => {
    const picture = event.target;
    if (!picture.matches?.("img[data-slide]")) return;
    const asked = Number(picture.dataset.again ?? 0) + 1;
    if (asked > MOST) return;
    const wanted = picture.getAttribute("src").split("?")[0];
    setTimeout(() => {
      if (picture.getAttribute("src").split("?")[0] !== wanted) return; // turned meanwhile
      picture.dataset.again = String(asked);
      picture.src = `${wanted}?again=${asked}`;
    }, AGAIN);
  },
  true,
);

export function fetchNext() {
  for (const node of document.querySelectorAll("[data-after]")) {
    const { after } = node.dataset;
    if (!after || known.has(after)) continue;
    known.add(after);
    new Image().src = after;
  }
}

document.addEventListener("live:shown", fetchNext);
fetchNext();
