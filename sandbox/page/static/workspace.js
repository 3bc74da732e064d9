// The Slack client: what is pressed, picked and typed goes to the server, which answers with the page as it is then.
import { ask, lay, reason, refresh, say } from "./app.js";
import { confirmed } from "./confirm.js";
import { startComposer } from "./composer.js";
import { first } from "./focus.js";

const client = document.querySelector("[data-live-url]");
const base = client.dataset.base;
const unsaid = new Map(); // fields that were typed into since the last answer: id -> field

async function post(path, body) {
  const response = await fetch(`${base}/${path}`, {
    method: "POST", headers: { "Content-Type": "application/json", "X-Fragment": "1" }, body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text || `${response.status}`);
  return text;
}

let queue = Promise.resolve(); // one act after the other, in the order in which they were done
let acting = 0;
function send(path, body, busy) {
  acting += 1;
  document.body.classList.add("acting");
  busy?.setAttribute("aria-busy", "true");
  const turn = queue.then(() => post(path, typeof body === "function" ? body() : body)).then(
    (html) => lay(html),
    (problem) => { say(reason(problem)); return refresh(); },
  ).finally(() => {
    acting -= 1;
    if (!acting) document.body.classList.remove("acting");
    busy?.removeAttribute("aria-busy");
  });
  queue = turn;
  return turn;
}

const where = (element) => element.closest("[data-place]")?.dataset.place ?? "";
const named = (element) => ({ place: where(element), block: element.dataset.block, action: element.dataset.action });

// ---------------------------------------------------------------------------------------------------------- typing

let timer = 0;
function typed(field) {
  field.dataset.typed = "1";
  unsaid.set(field.id, field);
  clearTimeout(timer);
  timer = setTimeout(() => { if (unsaid.size) send("type", () => ({ typed: takeTyped() })); }, 700);
}

function takeTyped() {
  const fields = [...unsaid.values()].filter((field) => field.isConnected);
  unsaid.clear();
  for (const field of fields) delete field.dataset.typed;
  return fields.map((field) => ({ ...named(field), text: field.value }));
}

function act(kind, element, more = {}) {
  return send("act", () => ({ act: kind, ...named(element), ...more, typed: takeTyped() }), element.closest("button, a"));
}

document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.dataset.act === "type") typed(field);
  if (field.dataset.act === "suggest") suggest(field);
});

// ---------------------------------------------------------------------------------------------------------- pressing

document.addEventListener("click", async (event) => {
  const pressed = event.target.closest("[data-act=click], button[data-act=select], [data-close], [data-guide], button[data-line]");
  closeMenus(event.target);
  if (!pressed) return;
  if (pressed.tagName !== "A") event.preventDefault();
  if (pressed.getAttribute("aria-busy") === "true") return;
  if (pressed.dataset.close !== undefined) return void act("close", pressed);
  if (pressed.dataset.guide !== undefined) return void fetch(`/guide/${pressed.dataset.guide}`, { method: "POST" }).then(refresh);
  if (pressed.dataset.line !== undefined) return void write(pressed.dataset.line);
  if (pressed.dataset.act === "click") {
    if (await confirmed(pressed)) act("click", pressed);
    return;
  }
  const menu = pressed.closest("details, .combo");
  const source = pressed.closest(".combo")?.querySelector("input") ?? pressed;
  if (!(await confirmed(pressed))) return;
  if (menu?.matches("details")) { menu.open = false; menu.querySelector("summary").focus(); } else choose(menu, pressed);
  act("select", source, { choice: pressed.dataset.choice });
});

function write(line) {
  const field = document.getElementById("line");
  field.value = line;
  field.focus();
}

function closeMenus(target) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(target)) menu.open = false;
  for (const list of document.querySelectorAll(".combo .menu-list:not([hidden])")) if (!list.parentElement.contains(target)) hide(list);
}

document.addEventListener("change", (event) => {
  const field = event.target;
  const holder = field.closest("[data-act=pick], [data-act=tick]");
  if (!holder) return;
  const ticked = holder.dataset.act === "tick";
  const choice = ticked ? [...holder.querySelectorAll("input:checked")].map((box) => box.value) : field.value;
  act("select", holder, { choice });
});

// ---------------------------------------------------------------------------------------------------------- menus that ask

let suggesting = 0;
function suggest(field) {
  const list = document.getElementById(field.getAttribute("aria-controls"));
  const turn = ++suggesting;
  if (field.value.length < Number(field.dataset.least)) return hide(list);
  setTimeout(async () => {
    if (turn !== suggesting) return;
    try {
      const html = await post("suggest", { ...named(field), text: field.value });
      if (turn !== suggesting) return;
      list.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
      list.hidden = false;
      field.setAttribute("aria-expanded", "true");
    } catch (problem) { say(reason(problem)); }
  }, 200);
}

function hide(list) {
  list.hidden = true;
  list.parentElement.querySelector("input").setAttribute("aria-expanded", "false");
}

function choose(combo, option) {
  if (!combo) return;
  const field = combo.querySelector("input");
  field.value = option.textContent;
  field.dataset.picked = "";
  field.focus();
  hide(combo.querySelector(".menu-list"));
}

// Words that were typed but not picked are none of the menu's: what was chosen before shows again.
document.addEventListener("focusout", (event) => {
  const combo = event.target.closest(".combo");
  if (!combo || combo.contains(event.relatedTarget)) return;
  const field = combo.querySelector("input");
  hide(combo.querySelector(".menu-list"));
  if (field.dataset.picked === undefined) field.value = field.getAttribute("value");
  delete field.dataset.picked;
});

document.addEventListener("focusin", (event) => {
  if (event.target.dataset.act === "suggest") { event.target.select(); suggest(event.target); }
});

// ---------------------------------------------------------------------------------------------------------- keys, forms

document.addEventListener("keydown", (event) => {
  const combo = event.target.closest(".combo");
  if (combo && ["ArrowDown", "ArrowUp", "Escape", "Enter"].includes(event.key)) return comboKey(event, combo);
  const menu = event.target.closest("details.menu[open]");
  if (menu && event.key === "Escape") { menu.open = false; menu.querySelector("summary").focus(); event.preventDefault(); event.stopPropagation(); }
});

function comboKey(event, combo) {
  const list = combo.querySelector(".menu-list");
  const options = [...list.querySelectorAll("button")];
  if (list.hidden && event.key === "Escape") return;
  event.preventDefault(); // not even a closed menu sends the form
  if (list.hidden) return;
  if (event.key === "Escape") { hide(list); return; }
  const at = options.indexOf(document.activeElement);
  if (event.key === "Enter") return void (options[Math.max(at, 0)]?.click());
  options[(at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length]?.focus();
}

document.addEventListener("submit", (event) => {
  const dialog = event.target.closest("dialog.modal");
  if (!dialog) return;
  event.preventDefault();
  const button = dialog.querySelector("[data-submit]");
  delete dialog.dataset.shown; // what is still wrong afterwards is shown again
  if (button && button.getAttribute("aria-busy") !== "true") act("submit", button);
});

// Esc closes the modal on top; the dialog itself goes when the server says so.
document.addEventListener("cancel", (event) => {
  if (!event.target.matches("dialog.modal")) return;
  event.preventDefault();
  act("close", event.target);
}, true);

// ---------------------------------------------------------------------------------------------------------- after each answer

let last = document.querySelector(".messages")?.lastElementChild?.id;
function settleIn() {
  const dialog = document.querySelector("dialog.modal");
  if (dialog && !dialog.open) {
    dialog.showModal();
    first(dialog)?.focus();
  }
  const wrong = dialog?.querySelector(".wrong");
  if (wrong && dialog.dataset.shown !== wrong.id) { wrong.scrollIntoView({ block: "center" }); wrong.querySelector("input, select, textarea, summary")?.focus(); }
  if (dialog) dialog.dataset.shown = wrong?.id ?? "";
  const newest = document.querySelector(".messages")?.lastElementChild?.id;
  if (newest !== last) { last = newest; toEnd(); }
}

function toEnd() {
  const scroll = document.getElementById("scroll");
  if (scroll) scroll.scrollTop = scroll.scrollHeight;
}

document.addEventListener("laid", settleIn);
startComposer((line) => send("say", { text: line, typed: [] }));
toEnd();
settleIn();
document.dispatchEvent(new Event("scripts-ready"));
