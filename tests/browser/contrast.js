// Texts that stand out too little from what lies behind them: WCAG 2.2, success criterion 1.4.3 (AA), from the colours as
// the browser has computed them. Controls that can't be used just now are exempt, and so is what nobody sees.
() => {
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (top, under) => [...[0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])), 1];
  const light = ([red, green, blue]) => [red, green, blue]
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const behind = (element) => {
    if (!element) return rgba(matchMedia("(prefers-color-scheme: dark)").matches ? "#121212" : "#ffffff");
    const colour = rgba(getComputedStyle(element).backgroundColor);
    return colour[3] === 1 ? colour : over(colour, behind(element.parentElement));
  };
  const opacity = (element) => (element ? Number(getComputedStyle(element).opacity) * opacity(element.parentElement) : 1);
  const seen = (element, box) => box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true });

  const weak = new Set();
  let measured = 0;
  function measure(element, words, style) {
    const colour = rgba(style.color);
    if (colour[3] === 0 || element.closest(":disabled, [aria-disabled=true], [aria-busy=true]")) return;
    const back = behind(element);
    const found = ratio(over([...colour.slice(0, 3), colour[3] * opacity(element)], back), back);
    const size = parseFloat(style.fontSize);
    const enough = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    measured += 1;
    if (found < enough) weak.add(`${found.toFixed(2)} instead of ${enough}: “${words.trim().slice(0, 40)}” (${element.tagName.toLowerCase()}.${element.className})`);
  }

  const root = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { parentElement: element, data } = texts.currentNode;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    if (data.trim() && !element.closest("option, textarea") && seen(element, element.getBoundingClientRect()) && seen(element, range.getBoundingClientRect())) measure(element, data, getComputedStyle(element));
  }
  for (const field of root.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox]), textarea, select")) {
    if (!seen(field, field.getBoundingClientRect())) continue;
    const empty = !field.value && field.placeholder;
    const style = getComputedStyle(field);
    const told = empty ? getComputedStyle(field, "::placeholder") : style;
    measure(field, empty ? field.placeholder : field.value, { color: told.color, fontSize: style.fontSize, fontWeight: style.fontWeight });
  }
  return { measured, weak: [...weak] };
}
