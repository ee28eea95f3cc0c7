/* The room and the public view: on a phone one part at a time, chosen in the bar below; what one asks for, a vote and a
   paper lie over the page as sheets. Without this script everything stands one below the other. */
const NARROW = matchMedia("(max-width: 44.99rem)");
const { body } = document;
const bar = document.querySelector(".roombar");
const vote = document.getElementById("vote");
const raise = document.getElementById("raise");
const SEEN = "ratssaal.result";

/* Sheets: the uppermost has the page for itself; what says something to those who do not see it stays. */
const SAYS = "#say, #say-now, #messages, #connection, script";
const sheets = [];
let covered = [];
const veil = Object.assign(document.createElement("div"), { className: "veil", hidden: true });
body.append(veil);

function cover() {
  for (const node of covered) node.inert = false;
  covered = [];
  const top = sheets.at(-1)?.sheet;
  for (let node = top; node && node !== body; node = node.parentElement) {
    const others = [...node.parentElement.children].filter((one) => one !== node && one !== veil);
    covered.push(...others.filter((one) => !one.matches(SAYS)));
  }
  covered = covered.filter((node) => !node.inert && !node.querySelector("#say, #say-now, #messages"));
  for (const node of covered) node.inert = true;
  veil.hidden = !top;
}

export function lay(sheet, name, close) {
  if (sheets.some((one) => one.sheet === sheet)) return;
  const back = document.activeElement;
  sheets.push({ sheet, back, close });
  sheet.classList.add("is-sheet");
  sheet.setAttribute("role", "dialog");
  sheet.setAttribute("aria-modal", "true");
  if (name) sheet.setAttribute("aria-labelledby", name);
  sheet.tabIndex = -1;
  cover();
  sheet.focus({ preventScroll: true });
}

export function lift(sheet) {
  const place = sheets.findIndex((one) => one.sheet === sheet);
  if (place < 0) return;
  const [{ back }] = sheets.splice(place, 1);
  const held = sheet.contains(document.activeElement);
  sheet.classList.remove("is-sheet");
  for (const name of ["role", "aria-modal", "tabindex"]) sheet.removeAttribute(name);
  if (sheet === vote) sheet.removeAttribute("aria-labelledby");
  cover();
  const next = back?.isConnected && back !== body ? back : sheets.at(-1)?.sheet;
  if (held || document.activeElement === body) next?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const open = sheets.at(-1) ?? { close: closeMenus };
  open.close();
});
veil.addEventListener("click", () => sheets.at(-1)?.close());

function closeMenus() {
  for (const menu of document.querySelectorAll(".roomhead details[open]")) {
    const held = menu.contains(document.activeElement);
    menu.open = false;
    if (held) menu.querySelector("summary").focus();
  }
}
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".roomhead details[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

/* The parts of the page on a phone */
const places = {};

function show(pane) {
  if (pane === body.dataset.pane) return;
  places[body.dataset.pane] = scrollY;
  body.dataset.pane = pane;
  for (const link of bar.querySelectorAll("[data-pane-of]")) {
    if (link.dataset.paneOf === pane) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  if (NARROW.matches) scrollTo(0, places[pane] ?? 0);
}

function paneOf(hash) {
  const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
  return (target && target.closest("#papers, #agenda")?.id) || "now";
}

function follow(hash) {
  show(paneOf(hash));
  if (NARROW.matches && !bar.querySelector(`[href="${CSS.escape(hash)}"]`) && hash.length > 1) {
    document.getElementById(decodeURIComponent(hash.slice(1)))?.scrollIntoView();
  }
}

bar.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  if (link.dataset.sheetOf) lay(raise, "raise-heading", () => lift(raise));
  else if (link.hash !== location.hash) {
    history.pushState(null, "", link.hash);
    show(link.dataset.paneOf);
  } else scrollTo(0, 0);
});
window.addEventListener("popstate", () => follow(location.hash));
window.addEventListener("hashchange", () => follow(location.hash));

if (raise) {
  const close = raise.querySelector("[data-sheet-close]");
  close.hidden = false;
  close.addEventListener("click", () => lift(raise));
  document.addEventListener("live:sent", (event) => raise.contains(event.target) && lift(raise));
  NARROW.addEventListener("change", () => NARROW.matches || lift(raise));
}

/* One's own place on the list stands in the bar. */
function mark() {
  const tab = bar.querySelector("[data-sheet-of] [data-place-words]");
  if (!tab) return;
  tab.dataset.words ??= tab.textContent;
  const own = document.querySelector("#panel-my_place [data-place], #panel-my_place [data-floor]");
  const { words: plain, placeWords, floorWords } = tab.dataset;
  const place = own?.dataset.place;
  const raised = place ? placeWords.replace("{place}", place) : own && floorWords;
  const words = raised || plain;
  if (tab.textContent !== words) tab.textContent = words;
  tab.parentElement.classList.toggle("is-raised", Boolean(raised));
}

/* The vote: a sheet as long as one can vote, then the card of its result until it is put away. */
const away = new Set();
const hide = vote.querySelector("[data-vote-hide]");
const reopen = document.querySelector("[data-vote-back]");

function seen() {
  try {
    return sessionStorage.getItem(SEEN);
  } catch {
    return null;
  }
}

function keyOfBallot() {
  return vote.querySelector("[data-sheet]")?.dataset.ballot ?? "";
}

function drawVote() {
  const ballot = keyOfBallot();
  const poll = vote.querySelector("[data-poll]")?.dataset.poll ?? "";
  const declared = poll.endsWith("-declared");
  vote.hidden = declared && seen() === poll;
  hide.hidden = !declared && !ballot;
  hide.querySelector("span").textContent = declared ? vote.dataset.hide : vote.dataset.close;
  if (ballot && !away.has(ballot)) lay(vote, "poll-heading", putAway);
  else lift(vote);
  hide.hidden ||= Boolean(ballot) && away.has(ballot);
  reopen.hidden = !(ballot && away.has(ballot));
}

function putAway() {
  const ballot = keyOfBallot();
  const poll = vote.querySelector("[data-poll]")?.dataset.poll ?? "";
  if (ballot) away.add(ballot);
  else {
    try {
      sessionStorage.setItem(SEEN, poll);
    } catch {
      /* private mode: it comes back with the next page */
    }
    const item = document.getElementById("current-item-heading");
    if (item) item.tabIndex = -1;
    item?.focus({ preventScroll: true });
  }
  drawVote();
  if (ballot) reopen.focus();
}

hide.addEventListener("click", putAway);
reopen.addEventListener("click", () => {
  away.delete(keyOfBallot());
  drawVote();
});

document.addEventListener("live:shown", () => {
  drawVote();
  mark();
});
show(paneOf(location.hash));
drawVote();
mark();
