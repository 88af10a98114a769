"use strict";
// The demo's controls without reloading, and a clock that keeps going. Without this file they are plain forms.

const clock = document.getElementById("clock");
const mover = document.getElementById("mover");
const EVERY = 4000;

async function look() {
  if (document.hidden || mover.hasAttribute("aria-busy")) return;
  try {
    const answer = await fetch(clock.dataset.source);
    if (answer.ok) show(await answer.text());
  } catch {
    // The server is gone for the moment: the next look will tell.
  }
}

function show(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const said = holder.content.textContent.trim();
  if (said !== clock.textContent.trim()) clock.replaceChildren(holder.content);
}

mover.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (mover.hasAttribute("aria-busy")) return;
  mover.setAttribute("aria-busy", "true");
  clock.setAttribute("aria-live", "polite"); // heard when it was moved, not at each minute
  const form = new URLSearchParams(new FormData(mover));
  form.set("step", event.submitter.value);
  try {
    const answer = await fetch(mover.action, { method: "POST", body: form });
    if (!answer.ok) location.reload();
  } finally {
    mover.removeAttribute("aria-busy");
    await look();
    setTimeout(() => clock.setAttribute("aria-live", "off"), 1000);
  }
});

// A side that is not shown says that it has news.
window.addEventListener("message", (event) => {
  if (event.origin !== window.origin || event.data !== "news") return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow !== event.source || frame.offsetParent !== null) continue;
    const side = frame.closest(".side").classList.contains("staff") ? "side-staff" : "side-seeker";
    document.getElementById(side).closest("label").querySelector(".dot").hidden = false;
  }
  look();
});

for (const radio of document.querySelectorAll("input[name=side]")) {
  radio.addEventListener("change", () => { radio.closest("label").querySelector(".dot").hidden = true; });
}

setInterval(look, EVERY);
