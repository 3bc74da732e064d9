// The line at the bottom: Enter sends, Shift+Enter breaks the line, and a slash offers what Hirebot can do.
export function startComposer(send) {
  const form = document.getElementById("composer");
  const line = document.getElementById("line");
  const list = document.getElementById("verbs");
  let chosen = -1;

  const offered = () => [...list.children].filter((item) => !item.hidden);

  function offer() {
    const text = line.value.trimStart().toLowerCase();
    const open = text.startsWith("/") && !text.includes("\n");
    for (const item of list.children) item.hidden = !open || !fits(item.dataset.line, text);
    mark(-1);
    list.hidden = !offered().length;
    line.setAttribute("aria-expanded", String(!list.hidden));
  }

  // What is typed may go on where the command's word ends: "/hire status an" still fits "/hire status ana".
  function fits(verb, text) {
    const word = verb.split(" ").slice(0, 2).join(" ");
    return verb.startsWith(text) || (text.startsWith(`${word} `) && word !== "/hire");
  }

  function mark(index) {
    const items = offered();
    chosen = items.length ? (index + items.length + 1) % (items.length + 1) : -1;
    if (index < 0 || chosen === items.length) chosen = -1;
    for (const item of list.children) item.removeAttribute("aria-selected");
    items[chosen]?.setAttribute("aria-selected", "true");
    items[chosen]?.scrollIntoView({ block: "nearest" });
    line.setAttribute("aria-activedescendant", items[chosen]?.id ?? "");
  }

  function take(item) {
    const [, verb, name] = item.dataset.line.split(" ");
    line.value = ["/hire", verb].filter(Boolean).join(" ") + (name ? " " : "");
    list.hidden = true;
    line.focus();
    grow();
  }

  function grow() {
    line.rows = Math.min(6, line.value.split("\n").length);
  }

  function go() {
    const text = line.value.trim();
    if (!text) return;
    line.value = "";
    grow();
    offer();
    send(text);
  }

  line.addEventListener("input", () => { grow(); offer(); });
  line.addEventListener("focus", offer);
  line.addEventListener("blur", () => setTimeout(() => { list.hidden = true; }, 150));
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("li");
    if (item) { event.preventDefault(); take(item); }
  });
  line.addEventListener("keydown", (event) => {
    const items = offered();
    if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const next = chosen < 0 ? (event.key === "ArrowDown" ? 0 : items.length - 1) : chosen + (event.key === "ArrowDown" ? 1 : -1);
      mark((next + items.length) % items.length);
    } else if (!list.hidden && event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      take(items[Math.max(chosen, 0)]);
    } else if (event.key === "Escape") {
      list.hidden = true;
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (!list.hidden && chosen >= 0 && !line.value.trim().startsWith(items[chosen].dataset.line)) take(items[chosen]);
      else go();
    }
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
  document.addEventListener("keydown", (event) => { // a slash typed anywhere else is written here: where to is a reflex
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (!event.target.closest("input, textarea, select")) line.focus();
  });
}
