// Makes an element look like another with as few changes as can be. Elements with an id are matched by it; whatever the
// reader has typed and where the focus is stays.
export function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  attributes(old, fresh);
  children(old, fresh);
}

function attributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !kept(old, name)) old.removeAttribute(name);
  }
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) === value || kept(old, name)) continue;
    old.setAttribute(name, value);
    if (name === "value" && !held(old)) old.value = value;
  }
  if (!held(old)) {
    if (old.matches("input[type=radio], input[type=checkbox]")) old.checked = fresh.hasAttribute("checked");
    if (old.matches("option")) old.selected = fresh.hasAttribute("selected");
  }
}

// What belongs to the reader and not to the server: opened details, what is under way, and what data-own names
// (attributes, or the content).
const kept = (element, name) =>
  name === "aria-busy" || (name === "open" && element.matches("details, dialog")) || element.dataset.own?.split(" ").includes(name);

const held = (element) => element === document.activeElement || element.dataset?.typed === "1";

function key(node) {
  return node.nodeType === 1 ? node.id || null : null;
}

function children(old, fresh) {
  if (old.matches("textarea")) {
    if (!held(old) && old.textContent !== fresh.textContent) { old.textContent = fresh.textContent; old.value = fresh.textContent; }
    return;
  }
  if (old.dataset.own?.includes("content")) return;
  const named = new Map();
  for (const child of old.childNodes) if (key(child)) named.set(key(child), child);
  const wantedIds = new Set([...fresh.children].map((child) => child.id).filter(Boolean));
  const staying = (node) => key(node) !== null && wantedIds.has(key(node));
  let at = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const name = key(wanted);
    const match = name ? named.get(name) : next(at, wanted, staying);
    if (!match || !alike(match, wanted)) {
      old.insertBefore(document.importNode(wanted, true), at);
      continue;
    }
    // what is in the way and not wanted goes, so that nothing with the focus in it has to move
    while (at && at !== match && !staying(at)) at = removed(at);
    if (at === match) at = at.nextSibling;
    else old.insertBefore(match, at);
    if (match.nodeType === 1) morph(match, wanted);
    else if (match.nodeValue !== wanted.nodeValue) match.nodeValue = wanted.nodeValue;
  }
  while (at) at = removed(at);
}

// The nearest node without an id that can become `wanted`, before the next one that stays.
function next(at, wanted, staying) {
  for (let node = at; node && !staying(node); node = node.nextSibling) if (!key(node) && alike(node, wanted)) return node;
  return null;
}

function removed(node) {
  const following = node.nextSibling;
  node.remove();
  return following;
}

// Without an id, the first class tells of what kind it is: a row of buttons does not become a paragraph.
const alike = (one, other) =>
  one.nodeType === other.nodeType && one.nodeName === other.nodeName && (key(one) !== null || kind(one) === kind(other));

const kind = (node) => node.classList?.[0];
