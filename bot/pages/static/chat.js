"use strict";
// The chat without reloading. Everything here also works as plain forms when this file does not run.

const log = document.getElementById("log");
const field = document.getElementById("text");
const unsent = document.getElementById("unsent");
const framed = window.parent !== window;
const group = document.body.classList.contains("group");

let byKeyboard = false;
let answered = null; // which button was pressed last (null: something was typed), and after which message, until its answer is shown
let line = Promise.resolve(); // what was sent goes out one after another, in the order it was said
let settling = 0;
let fresh = []; // bubbles that came together
let unseen = null; // where the news begin that came while this page was not shown

document.addEventListener("keydown", (event) => {
  byKeyboard = true;
  // A key held down would answer one question after another, up to "agree and apply".
  if (event.repeat && event.key === "Enter") event.preventDefault();
}, true);
document.addEventListener("pointerdown", () => { byKeyboard = false; }, true);

// -- sending ------------------------------------------------------------------------------------------

for (const form of [document.getElementById("picks"), document.getElementById("composer")]) {
  form.addEventListener("submit", (event) => {
    if (!("submitter" in event)) return; // an old browser: the plain form does it
    event.preventDefault();
    send(form, event.submitter);
  });
}

function send(form, button) {
  const said = new URLSearchParams(new FormData(form));
  if (button && button.name) said.set(button.name, button.value);
  const pick = said.get("pick");
  if (!pick && !(said.get("text") || "").trim()) return;
  // At once: a second press sends nothing, and what is typed from here on is the next message.
  if (!pick) field.value = "";
  answered = { button: pick ? button : null, after: Number(log.dataset.newest) };
  line = line.then(() => post(form, said)).finally(() => form.removeAttribute("aria-busy"));
}

async function post(form, said) {
  // A button pressed twice carries the same nonce, and so is the same message; each text is a message of its own.
  if (!said.get("pick")) said.set("nonce", form.elements.nonce.value);
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body: said, headers: { Accept: "application/json" } });
    if (answer.status === 403) return location.reload();
    if (!answer.ok) throw new Error(String(answer.status));
    const { nonce } = await answer.json();
    for (const hidden of document.querySelectorAll("input[name=nonce]")) hidden.value = nonce;
    unsent.hidden = true;
  } catch {
    answered = null;
    field.value = [said.get("text"), field.value].filter(Boolean).join(" ");
    unsent.textContent = unsent.dataset.text;
    unsent.hidden = false;
  }
}

// -- receiving ----------------------------------------------------------------------------------------

let source;
listen();

function listen() {
  source = new EventSource(`${log.dataset.events}?after=${log.dataset.newest}`);
  source.addEventListener("message", receive);
  source.addEventListener("error", () => {
    // A lost line is taken up by the browser itself; a refusal (a server that restarts) is not.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  });
}

function receive(event) {
  const holder = document.createElement("template");
  holder.innerHTML = event.data;
  const bubble = holder.content.querySelector(".bubble");
  if (!bubble || Number(bubble.dataset.number) <= Number(log.dataset.newest)) return;
  if (bubble.classList.contains("ours") && bubble.lang !== document.documentElement.lang) return speakAnew();
  log.dataset.newest = bubble.dataset.number;
  retire(bubble);
  bubble.classList.add("new");
  log.append(bubble);
  fresh.push(bubble);
  clearTimeout(settling);
  settling = setTimeout(settle, 120);
}

window.addEventListener("pagehide", () => source.close());
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

function retire(bubble) {
  if (bubble.dataset.picked) mark(bubble.dataset.picked);
  if (group || !bubble.querySelector("button")) return;
  for (const older of log.querySelectorAll(".bubble:not(.past)")) {
    if (older.querySelector("button")) rest(older);
  }
}

function rest(bubble) {
  // A question that was answered is no stop of the keyboard any more; a letter's buttons keep their meaning.
  bubble.classList.add("past");
  if ("letter" in bubble.dataset) return;
  for (const button of bubble.querySelectorAll("button")) button.tabIndex = -1;
}

function mark(value) {
  for (const button of log.querySelectorAll("button[name=pick]")) {
    if (button.value !== value || button.classList.contains("picked")) continue;
    const heard = document.createElement("span");
    heard.className = "heard";
    heard.textContent = ` (${log.dataset.picked})`;
    button.classList.add("picked");
    button.append(heard);
  }
}

function settle() {
  // What came after the person's last word; an answered question may be among the rest.
  const last = fresh.findLastIndex((bubble) => bubble.classList.contains("mine"));
  const ours = fresh.slice(last + 1);
  let focused = document.activeElement;
  // A question that came just before it was answered is no answer to itself.
  const replies = ours.filter((bubble) => answered && Number(bubble.dataset.number) > answered.after);
  if (replies.length) {
    const question = replies.find((bubble) => bubble.matches(":not(.past)") && bubble.querySelector("button"));
    // Whoever types goes on typing, and whoever went elsewhere stays there: the next key must never press a button.
    if (byKeyboard && answered.button === focused) {
      focused = question?.querySelector(".choices button") || field;
      focused.focus({ preventScroll: true });
    }
    answered = null;
  }
  reveal(ours[0] || fresh[0], focused);
  if (framed && ours.length) window.parent.postMessage("news", window.origin);
  fresh = [];
}

function reveal(first, focused) {
  // The newest line at the bottom, unless that would hide where the news begin; what has the focus is seen.
  // A clerk works with the buttons, which stand at the end.
  if (!log.clientHeight) return void (unseen ||= first);
  const kept = byKeyboard && focused !== log && log.contains(focused) ? focused : null;
  const least = kept ? below(kept) + kept.offsetHeight + 12 - log.clientHeight : 0;
  const most = log.scrollHeight - log.clientHeight;
  const wanted = group ? (kept ? below(kept) - 12 : most) : Math.max(below(first) - 12, least);
  log.scrollTo({ top: Math.min(wanted, most) }); // at once: a smooth way there is broken off when the other chat is clicked
}

function below(part) {
  return part.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop;
}

function speakAnew() {
  // The language has changed, and so must the page around the conversation; what is being written goes along.
  line = line.then(() => {
    sessionStorage.setItem(location.pathname, JSON.stringify({ byKeyboard, draft: field.value }));
    location.reload();
  });
}

new ResizeObserver(() => {
  const first = log.clientHeight ? unseen : null;
  if (!first) return;
  unseen = null;
  reveal(first);
}).observe(log);

log.scrollTop = log.scrollHeight;
if (!log.clientHeight) unseen = log.lastElementChild;
const before = JSON.parse(sessionStorage.getItem(location.pathname) || "{}");
sessionStorage.removeItem(location.pathname);
if (before.draft) field.value = before.draft;
const question = before.draft ? null : log.querySelector(".bubble:last-child .choices button");
if (before.byKeyboard) (question || field).focus({ preventScroll: true });
