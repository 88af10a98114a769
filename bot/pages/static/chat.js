"use strict";
// The chat without reloading. Everything here also works as plain forms when this file does not run.

const log = document.getElementById("log");
const field = document.getElementById("text");
const composer = document.getElementById("composer");
const unsent = document.getElementById("unsent");
const group = document.body.classList.contains("group");

let byKeyboard = false;
let answered = null; // the button pressed last (null: text was sent) and after which message, until its answer is shown
const queue = []; // what is not known to have arrived: it goes out one after another, in the order it was said
let sending = Promise.resolve();
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

for (const form of [document.getElementById("picks"), composer]) {
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
  if (queue.push(said) === 1) sending = sendAll();
}

async function sendAll() {
  composer.setAttribute("aria-busy", "true");
  try {
    for (; queue.length; queue.shift()) await post(queue[0]);
    unsent.hidden = true;
  } catch {
    // What was said after it answers a later question, and must not come before it.
    field.value = [...queue.splice(0).map((said) => said.get("text")), field.value].filter(Boolean).join(" ");
    answered = null;
    unsent.textContent = unsent.dataset.text;
    unsent.hidden = false;
  }
  composer.removeAttribute("aria-busy");
}

async function post(said) {
  // A button pressed twice carries the same nonce, and so is the same message; each text is a message of its own.
  if (!said.get("pick")) said.set("nonce", composer.elements.nonce.value);
  const answer = await fetch(composer.action, { method: "POST", body: said, headers: { Accept: "application/json" } });
  if (answer.status === 403) return location.reload();
  if (!answer.ok) throw new Error(String(answer.status));
  const { nonce } = await answer.json();
  for (const hidden of document.querySelectorAll("input[name=nonce]")) hidden.value = nonce;
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
  const holder = Object.assign(document.createElement("template"), { innerHTML: event.data });
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
  for (const older of log.querySelectorAll(".bubble:not(.past)")) if (older.querySelector("button")) rest(older);
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
    const heard = { className: "heard", textContent: ` (${log.dataset.picked})` };
    button.classList.add("picked");
    button.append(Object.assign(document.createElement("span"), heard));
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
  if (window.parent !== window && ours.length) window.parent.postMessage("news", window.origin);
  fresh = [];
}

function reveal(first, focused) {
  // The newest line at the bottom (a clerk works there), unless that hides where the news begin, or what has the focus.
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
  sending.then(() => {
    sessionStorage.setItem(location.pathname, JSON.stringify({ byKeyboard, draft: field.value }));
    location.reload();
  });
}

new ResizeObserver(() => {
  if (!log.clientHeight || !unseen) return;
  reveal(unseen);
  unseen = null;
}).observe(log);

log.scrollTop = log.scrollHeight;
if (!log.clientHeight) unseen = log.lastElementChild;
const before = JSON.parse(sessionStorage.getItem(location.pathname) || "{}");
sessionStorage.removeItem(location.pathname);
if (before.draft) field.value = before.draft;
const question = before.draft ? null : log.querySelector(".bubble:last-child .choices button");
if (before.byKeyboard) (question || field).focus({ preventScroll: true });
