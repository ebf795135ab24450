// What an address leads to is opened where it is folded: without scripts it is one click away.
// Paper has no clicks, so everything is open while it is printed.
function unfold() {
  const fold = document.querySelector(":target")?.closest("details.fold");
  if (fold) fold.open = true;
}

let printed = [];

addEventListener("hashchange", unfold);
addEventListener("beforeprint", () => {
  printed = [...document.querySelectorAll("details:is(.fold, .more):not([open])")];
  for (const each of printed) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of printed) each.open = false;
});
unfold();
