// Where the focus goes when a change of the page takes away what had it: into the form on top, back to where one was
// before it opened, or to the message around what is gone. Nobody without a mouse has to start again at the top.
let outside = []; // the way from what last had the focus outside of a dialog

document.addEventListener("focusin", ({ target }) => { if (!target.closest("dialog")) outside = way(target); });

export function keepingFocus(change) {
  const had = document.activeElement ?? document.body;
  const there = had.closest("dialog") ? outside : way(had);
  change();
  if (had === document.body || document.activeElement !== document.body) return;
  const dialog = document.querySelector("dialog[open]");
  for (const next of dialog ? [first(dialog)] : there) {
    if (next?.isConnected) next.focus({ preventScroll: true });
    if (document.activeElement === next) return;
  }
}

// Where one begins in a form.
export function first(dialog) {
  return dialog.querySelector(".fields input, .fields select, .fields textarea") ?? dialog.querySelector("footer button");
}

// An element, and what can take the focus over where it is gone: the nearest first.
function way(element) {
  return [element, element.closest("details")?.querySelector("summary"), element.closest("[tabindex]"), document.getElementById("main")];
}
