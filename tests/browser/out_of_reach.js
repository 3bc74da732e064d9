// Controls that nobody can bring under their finger, however they scroll, and how far the page is wider than the window.
// Looks into `place`, or else into what lies on top of the page, or else into the page.
(place) => {
  const root = place ?? [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  const controls = [...root.querySelectorAll("a[href]:not([tabindex='-1']), button:not(:disabled), input:not([type=hidden]), select, textarea, summary, [role=option]")];
  const hit = (control) => {
    control.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const { left, top, width, height } = control.getClientRects()[0];
    const found = document.elementFromPoint(left + width / 2, top + height / 2);
    return found !== null && (control.contains(found) || found.contains(control));
  };
  const shown = controls.filter((control) => control.checkVisibility({ visibilityProperty: true }) && !control.closest(".skip"));
  const lost = shown.filter((control) => !hit(control));
  return {
    tried: shown.length,
    lost: lost.map((control) => `${control.tagName.toLowerCase()} ${control.ariaLabel ?? control.textContent.trim().slice(0, 40)} ${control.id}`),
    wider: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth,
  };
}
