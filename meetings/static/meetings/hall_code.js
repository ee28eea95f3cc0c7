/* The hall display asks for its code every ten seconds, and at once when the one it shows has run out. */
const box = document.querySelector("[data-code-url]");
const EVERY = 10000;
let waiting = 0;

function show({ code, seconds }) {
  const digits = box.querySelector("[data-code]");
  if (digits.textContent !== code) digits.textContent = code;
  box.hidden = code === "";
  clearTimeout(waiting);
  waiting = setTimeout(ask, Math.min(EVERY, seconds * 1000 + 100));
}

async function ask() {
  try {
    const response = await fetch(box.dataset.codeUrl, { headers: { Accept: "application/json" }, cache: "no-store" });
    if ([404, 410].includes(response.status)) location.reload();
    show(await response.json());
  } catch {
    show({ code: "", seconds: EVERY });
  }
}

if (box) ask();
