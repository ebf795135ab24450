// Keys 1 to 5 choose a statement of the question on the page.

document.addEventListener("keydown", (event) => {
    const form = document.querySelector("[data-answer-form]");
    const typing = event.target.matches("textarea, select, input:not([type=radio])");
    if (!form || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!/^[1-5]$/.test(event.key)) return;
    const option = form.querySelector(`[name=choice][value="${event.key}"]`);
    if (!option || option.matches(":disabled")) return;
    option.checked = true;
    option.focus();
    option.dispatchEvent(new Event("change", { bubbles: true }));
});
