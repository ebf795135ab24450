// The questionnaire: each change is put on its way at once, and going on shows the next question
// from memory. Without this script the page is a form and a button.

import { keep, pageAt, readAhead } from "./pages-ahead.js";
import { enqueue, unsent, whenSaved } from "./save-queue.js";

let node = document.querySelector("[data-answering]");
const given = new Set(); // questions answered since this page was opened
const before = node ? node.querySelector("progress").value : 0;

const show = (form, kind) => {
    const texts = form.dataset;
    const text = {
        saving: texts.textSaving,
        saved: texts.textSaved,
        retrying: texts.textRetrying,
        conflict: texts.textConflict,
        closed: texts.textClosed,
    }[kind];
    const state = node.querySelector("[data-save-state]");
    // What went wrong with a question that is no longer on the screen is named with it.
    const which = node.contains(form) || kind === "saving" || kind === "saved" ? "" : ` “${form.dataset.question}”`;
    const count = kind === "retrying" && unsent() > 1 ? ` (${unsent()})` : "";
    state.textContent = (text ?? texts.textInvalid) + count + which;
    state.dataset.state = { saving: "saving", saved: "saved", retrying: "retrying" }[kind] ?? "refused";
};

const changed = (form) => {
    if (form.querySelector("[name=choice]:checked")) enqueue(form);
};

const swap = (address, page) => {
    node.replaceWith(page.node);
    node = page.node;
    node.querySelector("progress").value = before + given.size;
    document.title = page.title;
    window.scrollTo(0, 0);
    const heading = node.querySelector("[role=heading]");
    heading.tabIndex = -1;
    heading.focus();
    void readAhead(node);
};

const go = (address) => {
    const page = pageAt(address);
    if (!page) return whenSaved(() => location.assign(address));
    history.pushState({}, "", address);
    swap(address, page);
};

if (node) {
    keep(location.href, node, document.title);
    void readAhead(node);
}

document.addEventListener("answer:state", (event) => {
    const { form, state, answer } = event.detail;
    show(form, state);
    if (state === "saved" && !form.hasAttribute("data-answered")) given.add(form.action);
    if (answer.errors?.reason) form.elements.reason.focus();
});

document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-answer-form]");
    if (!form) return;
    const needsReason = form.elements.choice.value === "na" && !form.elements.reason.value;
    if (needsReason && event.target.name === "choice") form.elements.reason.focus();
    else changed(form);
});

document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-answer-form]");
    if (!form) return;
    event.preventDefault();
    const last = event.submitter?.dataset.stillTrue;
    if (last) {
        form.elements.choice.value = last; // "Still true" is the choice and going on in one tap
        changed(form);
    }
    go(form.dataset.next);
});

document.addEventListener("click", (event) => {
    const link = event.target.closest(".answering__nav a");
    if (!link || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    go(link.href);
});

window.addEventListener("popstate", () => {
    const page = pageAt(location.href);
    if (page) swap(location.href, page);
    else location.reload();
});
