/* Single keys for chair and clerk. An element says its own key in aria-keyshortcuts; "?" lists what can be pressed
   right now. Nothing happens while somebody types, and the keys can be switched off in the list (WCAG 2.1.4); that is
   kept in this browser. */
const STORE = "ratssaal.keys";
const list = document.getElementById("keys");
const onOff = list?.querySelector("[data-keys-on]");

const isOff = () => localStorage.getItem(STORE) === "off";
const TYPED = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]";
const isTyping = (node) => Boolean(node?.closest?.(TYPED));
const isShown = (node) => node.checkVisibility({ checkVisibilityCSS: true });

/* What is folded away at the desk can be pressed, too: it unfolds. */
const more = document.getElementById("desk-more");
const isFolded = (node) => more && !more.checked && Boolean(node.closest("[data-folds]"));

function keyed() {
  const nodes = [...document.querySelectorAll("[aria-keyshortcuts]")];
  return nodes.filter((node) => (isShown(node) || isFolded(node)) && !node.disabled);
}

function wordsOf(node) {
  const spoken = node.dataset.keyWords ?? node.getAttribute("aria-label");
  const words = spoken ?? node.labels?.[0]?.textContent ?? node.textContent;
  return words.replace(/\s+/g, " ").trim();
}

function press(node) {
  if (!isShown(node) && isFolded(node)) more.checked = true;
  node.focus({ preventScroll: false });
  node.scrollIntoView({ block: "nearest" });
  if (node.matches("button, a, summary, [type=checkbox]")) node.click();
}

function show() {
  const rows = list.querySelector("[data-keys-list]");
  rows.replaceChildren();
  for (const node of keyed()) {
    const [key, words] = [document.createElement("dt"), document.createElement("dd")];
    key.append(Object.assign(document.createElement("kbd"), { textContent: node.getAttribute("aria-keyshortcuts") }));
    words.textContent = wordsOf(node);
    rows.append(key, words);
  }
  onOff.checked = !isOff();
  list.showModal();
}

function taken(event) {
  const isCombined = event.ctrlKey || event.altKey || event.metaKey;
  return event.defaultPrevented || event.repeat || isCombined || document.querySelector("dialog[open]");
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isTyping(event.target)) event.target.blur();
  if (taken(event) || isTyping(event.target)) return;
  const hasKey = (one) => one.getAttribute("aria-keyshortcuts") === event.key.toLowerCase();
  const node = event.key === "?" || isOff() ? null : keyed().find(hasKey);
  if (!node && event.key !== "?") return;
  event.preventDefault();
  if (node) press(node);
  else show();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-show]")) show();
});
onOff?.addEventListener("change", () => localStorage.setItem(STORE, onOff.checked ? "on" : "off"));
