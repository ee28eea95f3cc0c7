/* Says to those who do not see it what has changed. A reader announces what comes into a live region that was there
   before, so there are two of them from the start (components/_announcer.html). What is to be said stands in
   `data-say`, a name, on an element of any panel: its text, or `data-words`; with `data-now` at once. `data-title`
   leads the title of the window. */
const KEPT_FOR = 15000;
const said = new Map();

export function say(text, now = false) {
  const region = document.getElementById(now ? "say-now" : "say");
  if (!region || !text) return;
  const line = Object.assign(document.createElement("p"), { textContent: text });
  region.append(line);
  setTimeout(() => line.remove(), KEPT_FOR);
}

function wordsOf(node) {
  return (node.dataset.words ?? node.textContent).replace(/\s+/g, " ").trim();
}

/* What stands there at the beginning is read with the page; from then on what is new is said, once. */
export function sayChanges(begins = false) {
  const found = new Map([...document.querySelectorAll("[data-say]")].map((node) => [node.dataset.say, node]));
  for (const [name, node] of found) {
    const words = wordsOf(node);
    if (!begins && said.get(name) !== words) say(words, "now" in node.dataset);
    said.set(name, words);
  }
  for (const name of [...said.keys()]) if (!found.has(name)) said.delete(name);
  lead();
}

/* "Vote in progress – Room – 1. Sitzung – Ratssaal": what the server wrote first is the meeting's state. */
const rest = document.title.split(" – ").slice(1);

function lead() {
  const states = [...document.querySelectorAll("[data-title]")];
  const first = states.find((node) => "now" in node.dataset) ?? states[0];
  if (first) document.title = [first.dataset.title, ...rest].join(" – ");
}
