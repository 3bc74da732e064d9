// The question before something that cannot be taken back, as the button carries it.
export function confirmed(element) {
  if (!element.dataset.confirm) return Promise.resolve(true);
  const asked = JSON.parse(element.dataset.confirm);
  const dialog = document.createElement("dialog");
  dialog.className = "confirm";
  dialog.setAttribute("aria-label", asked.title.text);
  dialog.append(make("h2", asked.title.text), make("p", asked.text.text));
  const row = make("div", "");
  const no = make("button", asked.deny.text, "button");
  const yes = make("button", asked.confirm.text, `button ${asked.style ?? "primary"}`);
  row.append(no, yes);
  dialog.append(row);
  document.body.append(dialog);
  return new Promise((resolve) => {
    no.onclick = () => dialog.close("no");
    yes.onclick = () => dialog.close("yes");
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
    dialog.showModal();
    no.focus();
  });
}

function make(tag, text, classes = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (classes) element.className = classes;
  if (tag === "button") element.type = "button";
  return element;
}
