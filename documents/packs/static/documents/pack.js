/* While a pack is put together: how far it is, once a second; the page is loaded anew when nothing more comes of it. */
const place = document.querySelector("[data-pack]");
const bar = document.getElementById("pack-progress");
const OVER = ["ready", "failed", null];

async function look() {
  try {
    const answer = await fetch(place.dataset.pack, { headers: { Accept: "application/json" } });
    const pack = await answer.json();
    if (answer.ok && OVER.includes(pack.state)) return window.location.reload();
    if (answer.ok) {
      bar.max = pack.total;
      bar.value = pack.done;
    }
  } catch {
    /* the network comes back, or it does not */
  }
  setTimeout(look, 1000);
}

if (place && bar) setTimeout(look, 500);
