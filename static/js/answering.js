// Saves an answer the moment it changes. A change counts as saved only when the server says so;
// until then it is kept here, sent again with the same key, and leaving the page is warned about.

const form = document.querySelector("[data-answer-form]");
const state = document.querySelector("[data-save-state]");
const RETRY_MS = [1000, 2000, 4000, 8000, 15000];

let waiting = null; // the newest change that has not been sent
let unconfirmed = null; // what was sent and not answered: sent again as it was, with the same key
let sending = false;
let failures = 0;
let retry = 0; // the timer of the next try
let seq = 0;
let leaveTo = null; // where to go once everything is saved

const show = (text, kind) => {
    state.textContent = form.dataset[text];
    state.dataset.state = kind;
};

const changed = () => {
    if (!form.querySelector("[name=choice]:checked")) return;
    seq += 1;
    form.elements.seq.value = seq;
    waiting = new FormData(form);
    void send();
};

const send = async () => {
    if (sending || !(unconfirmed || waiting)) return;
    sending = true;
    if (!unconfirmed) {
        // One save is in flight at a time, so the version under it is known when it leaves.
        [unconfirmed, waiting] = [waiting, null];
        unconfirmed.set("base_version", form.elements.base_version.value);
    }
    show("textSaving", "saving");
    try {
        const reply = await fetch(form.action, {
            method: "POST",
            body: unconfirmed,
            headers: { Accept: "application/json" },
            signal: AbortSignal.timeout(10000),
        });
        if (reply.status >= 500 || reply.status === 429) throw new Error(String(reply.status));
        await settle(reply);
    } catch {
        show("textRetrying", "retrying");
        retry = setTimeout(again, RETRY_MS[Math.min(failures, 4)]);
        failures += 1;
        return;
    }
    sending = false;
    failures = 0;
    if (waiting) void send();
    else if (leaveTo) leaveTo();
};

const again = () => {
    clearTimeout(retry);
    retry = 0;
    sending = false;
    void send();
};

const settle = async (reply) => {
    const answer = reply.headers.get("Content-Type")?.includes("json") ? await reply.json() : {};
    unconfirmed = null;
    if (reply.ok) {
        form.elements.base_version.value = answer.version;
        if (!waiting) show("textSaved", "saved");
        return;
    }
    // What was wrong with one choice is not wrong with the next; the other refusals are final.
    if (answer.state === "invalid" && waiting) return;
    waiting = leaveTo = null;
    show({ conflict: "textConflict", closed: "textClosed" }[answer.state] ?? "textInvalid", "refused");
    if (answer.errors?.reason) form.elements.reason.focus();
};

// "Still true" chooses what was said last time and goes on, as one tap.
form?.querySelector("[data-still-true]")?.addEventListener("click", (event) => {
    form.elements.choice.value = event.currentTarget.dataset.stillTrue;
    changed();
});

form?.addEventListener("change", (event) => {
    const needsReason = form.elements.choice.value === "na" && !form.elements.reason.value;
    if (needsReason && event.target.name === "choice") {
        form.elements.reason.focus();
        return;
    }
    changed();
});

// With scripts every change is saved already: going on is only leaving, once all is confirmed.
form?.addEventListener("submit", (event) => {
    event.preventDefault();
    leaveTo = () => location.assign(form.dataset.next);
    if (waiting || unconfirmed) void send();
    else leaveTo();
});

window.addEventListener("beforeunload", (event) => { if (waiting || unconfirmed) event.preventDefault(); });

window.addEventListener("online", () => { if (retry) again(); });
