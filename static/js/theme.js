// The theme switch: the choice is kept in a cookie, so that the server sends the page in it.
const YEAR = 365 * 24 * 3600;

function choose(theme) {
  const root = document.documentElement;
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  const age = theme ? YEAR : 0;
  const secure = location.protocol === "https:" ? ";Secure" : "";
  document.cookie = `theme=${theme};Path=/;Max-Age=${age};SameSite=Lax${secure}`;
  document.dispatchEvent(new CustomEvent("themechange"));
}

for (const group of document.querySelectorAll("[data-theme-switch]")) {
  group.hidden = false;
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    choose(button.value);
    for (const each of group.querySelectorAll("button")) {
      each.setAttribute("aria-pressed", String(each === button));
    }
  });
}
