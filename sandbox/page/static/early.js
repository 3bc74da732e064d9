// A press before the page's scripts have run is not lost: it is kept, and done once they have. Not a module, so that it
// runs before anything can be pressed.
{
  let ready = false;
  const kept = [];
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act], button[data-close], button[data-submit], button[data-guide], button[data-line]");
    if (ready || !button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    kept.push(button);
  }, true);
  document.addEventListener("scripts-ready", () => {
    ready = true;
    for (const button of kept) if (button.isConnected) button.click();
  });
}
