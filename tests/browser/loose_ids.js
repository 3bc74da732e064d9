// Ids that stand in the page twice, and names of ids that nothing has.
() => {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const naming = ["aria-labelledby", "aria-describedby", "aria-controls", "aria-activedescendant", "for", "list"];
  const named = naming.flatMap((name) => [...document.querySelectorAll(`[${name}]`)].flatMap((element) => element.getAttribute(name).split(/\s+/).filter(Boolean)));
  return {
    twice: ids.filter((id, place) => ids.indexOf(id) !== place),
    missing: named.filter((id) => !document.getElementById(id)),
  };
}
