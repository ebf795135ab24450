// The side panel: `<a data-panel-open href="…">` shows a page's [data-panel-content] beside the
// current one; `href="#id"` shows the content of <template id>. Without scripts it is a link.
const dialog = document.querySelector("dialog[data-panel]");
const body = dialog?.querySelector("[data-panel-body]");

async function content(link) {
  // A link inside a drawing has an object for its href, so the attribute is read.
  const url = new URL(link.getAttribute("href"), location.href);
  const here = url.pathname === location.pathname && url.hash;
  if (here) {
    const source = document.getElementById(url.hash.slice(1));
    return (source.content ?? source).cloneNode(true);
  }
  const response = await fetch(url, { headers: { "X-Requested-With": "fetch" } });
  if (!response.ok || response.redirected) throw new Error(`answer ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const part = page.querySelector("[data-panel-content]");
  if (!part) throw new Error("no panel content in the page");
  return document.importNode(part, true);
}

async function open(link) {
  try {
    body.replaceChildren(await content(link));
  } catch {
    location.assign(link.getAttribute("href"));
    return;
  }
  const title = body.querySelector("h1, h2, h3");
  if (title) title.id = "panel-title";
  // showModal keeps the focus inside and gives it back to the link when the panel closes.
  dialog.showModal();
}

if (dialog) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-panel-open]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-panel-close]")) dialog.close();
  });
}
