/* The speaker's clock. The server sends what is left, never a time of day, so that no device's clock matters; the page
   counts on from the moment at which the words came. */
const begun = performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;
let known = null;
let since = begun;
let timer;

function words(ms) {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/* Shows the time; milliseconds until its words change. */
function show(clock) {
  if (clock !== known) [known, since] = [clock, known === null ? begun : performance.now()];
  const passed = clock.dataset.runs ? performance.now() - since : 0;
  const { leftMs, spentMs, left, over, spent } = clock.dataset;
  const rest = leftMs === undefined ? Number(spentMs) + passed : Number(leftMs) - passed;
  const form = leftMs === undefined ? spent : rest < 0 ? over : left;
  const text = form.replace("{time}", words(rest));
  if (clock.textContent !== text) clock.textContent = text;
  clock.classList.toggle("speakers__clock--over", leftMs !== undefined && rest < 0);
  const meter = document.querySelector("[data-meter]");
  if (meter) meter.value = Math.max(0, rest);
  return leftMs !== undefined && rest >= 0 ? (rest % 1000) + 1 : 1000 - (Math.abs(rest) % 1000);
}

function tick() {
  clearTimeout(timer);
  const clock = document.querySelector("[data-runs]");
  timer = setTimeout(tick, clock ? show(clock) : 1000);
}

document.addEventListener("live:shown", (event) => {
  if (event.target.dataset.panel !== "speakers") return;
  [known, since] = [document.querySelector("[data-runs]"), performance.now()];
  tick();
});
tick();
