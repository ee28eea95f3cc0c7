// The conference in a frame of the room page. It is loaded when somebody asks for it, never by itself: a page that is
// only looked at sends nothing to the video system. Without script the link beside it opens a tab.
const place = document.querySelector("[data-video]");

function show(button) {
  const frame = document.createElement("iframe");
  frame.src = place.dataset.video;
  frame.title = place.dataset.title;
  frame.allow = place.dataset.allow;
  frame.className = "video__frame";
  place.append(frame);
  button.setAttribute("aria-expanded", "true");
  button.querySelector(".kern-label").textContent = place.dataset.hide;
}

function hide(button, frame) {
  frame.remove();
  button.setAttribute("aria-expanded", "false");
  button.querySelector(".kern-label").textContent = place.dataset.show;
}

if (place) {
  const button = place.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => {
    const frame = place.querySelector("iframe");
    if (frame) hide(button, frame);
    else show(button);
  });
}
