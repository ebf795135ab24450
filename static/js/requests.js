// htmx comes only to pages that ask for something in the background, and after what is read.
const ASKS = "[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete]";

function load() {
  document.head.append(Object.assign(document.createElement("script"), { src: document.body.dataset.htmx }));
}

if (document.querySelector(ASKS)) {
  // htmx starts by itself only where the page is complete when it arrives.
  if (document.readyState === "complete") load();
  else window.addEventListener("load", load);
}
