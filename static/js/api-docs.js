// The reference of the API. Swagger UI comes from a package and sets itself up as a global.
const place = document.querySelector("[data-api-docs]");

window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: true,
  // The public validator would be asked over the network.
  validatorUrl: null,
  requestInterceptor(request) {
    if (!["GET", "HEAD", undefined].includes(request.method)) {
      request.headers["X-CSRFToken"] = place.dataset.csrf;
    }
    return request;
  },
});

// Its dark dress follows the theme of the page.
const dark = matchMedia("(prefers-color-scheme: dark)");

function dress() {
  const theme = document.documentElement.dataset.theme || (dark.matches ? "dark" : "light");
  document.documentElement.classList.toggle("dark-mode", theme === "dark");
}

dark.addEventListener("change", dress);
document.addEventListener("themechange", dress);
dress();
