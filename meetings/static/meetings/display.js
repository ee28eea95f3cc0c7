/* A hall display that was set up tells the size of its window, and shows its number when the desk asks which one it is.
   */
import { onFrame, sendFrame } from "./live.js";

const box = document.querySelector("[data-number]");
let hiding = 0;

function tellSize() {
  sendFrame({ type: "ping", width: window.innerWidth, height: window.innerHeight });
}

function showNumber({ number, seconds }) {
  box.textContent = box.dataset.number.replace("{number}", number);
  box.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    box.hidden = true;
  }, seconds * 1000);
}

onFrame("open", tellSize);
onFrame("heartbeat", tellSize);
onFrame("display", showNumber);
onFrame("panels", (frame) => frame.display && showNumber(frame.display));
addEventListener("resize", tellSize);
