// Says when a background request failed; htmx itself stays silent.
const notice = document.querySelector("[data-trouble]");

function say(text) {
  notice.textContent = text;
  notice.hidden = false;
}

if (notice) {
  document.addEventListener("htmx:sendError", () => say(notice.dataset.offline));
  document.addEventListener("htmx:responseError", () => say(notice.dataset.failed));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) notice.hidden = true;
  });
}
