// Keeps the page as the server says it is: fragments are fetched and laid over what is there, so that focus, typed text
// and open menus stay. Forms marked data-live and fragments marked data-fragment may stand on any page.
import { keepingFocus } from "./focus.js";
import { morph } from "./morph.js";

const toast = document.getElementById("toast");
let toastTimer = 0;

export function say(words, seconds = 6) {
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(toastTimer);
  if (seconds < Infinity) toastTimer = setTimeout(() => { toast.hidden = true; }, seconds * 1000);
}

// fetch() raises a TypeError, in the browser's own words, where nobody answers at all.
export const reason = (problem) => (problem instanceof TypeError ? "The demo does not answer. Does it still run?" : problem.message);

export async function ask(url, options = {}) {
  const response = await fetch(url, { headers: { "X-Fragment": "1", ...options.headers }, ...options });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.text();
}

// Lays every [data-part] of the answer over the part of the same name on the page.
export function lay(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  keepingFocus(() => {
    for (const part of fresh.querySelectorAll("[data-part]")) {
      const old = document.querySelector(`[data-part="${part.dataset.part}"]`);
      if (old) morph(old, part);
    }
    document.dispatchEvent(new CustomEvent("laid"));
  });
}

async function freshFragments() {
  for (const place of document.querySelectorAll("[data-fragment]")) {
    const html = await ask(place.dataset.fragment).catch(() => null);
    if (html === null) continue;
    const fresh = place.cloneNode(false);
    fresh.innerHTML = html;
    morph(place, fresh);
  }
}

let refreshing = false;
export async function refresh() {
  if (refreshing) return;
  refreshing = true;
  try {
    const live = document.querySelector("[data-live-url]");
    if (live) lay(await ask(live.dataset.liveUrl));
    await freshFragments();
    document.body.classList.remove("lost");
  } catch {
    document.body.classList.add("lost");
  } finally {
    refreshing = false;
  }
}

// A form with data-live is sent without leaving the page; afterwards everything is looked at again.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-live]");
  if (!form) return;
  event.preventDefault();
  const button = event.submitter;
  const body = new URLSearchParams(new FormData(form));
  if (button?.name) body.append(button.name, button.value);
  button?.setAttribute("aria-busy", "true");
  try {
    lay(await ask(form.action, { method: "POST", body }));
  } catch (problem) {
    say(`That did not work. ${reason(problem)}`);
  }
  button?.removeAttribute("aria-busy");
  await refresh();
});

// A form with data-waits leaves the page, but not at once: until then it says what is going on.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-waits]");
  if (!form) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  say(form.dataset.waits, Infinity);
});

setInterval(() => { if (!document.hidden) refresh(); }, 1500);
document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
refresh();
