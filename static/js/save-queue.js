// Answers on their way: one at a time, in the order in which they were given, kept here until the
// server says that they are stored. A reply that was lost is asked for again with the same key.

const RETRY_MS = [1000, 2000, 4000, 8000, 15000];
const LONGEST_MS = 60000; // whoever asks for more patience is asked again after this

const waiting = new Map(); // address -> the newest change of that question that has not been sent
let flying = null; // what was sent and not answered: sent again as it was
let busy = false;
let failures = 0;
let retry = 0; // the timer of the next try
let afterwards = null; // what waits for the last answer to be stored

export const unsent = () => waiting.size + (flying ? 1 : 0);

export const enqueue = (form) => {
    form.elements.seq.value = Number(form.elements.seq.value) + 1;
    waiting.set(form.action, { form, data: new FormData(form) });
    void send();
};

export const whenSaved = (then) => {
    afterwards = then;
    if (unsent()) void send();
    else then();
};

// Said to the document, because the question may no longer be on the screen.
const say = ({ form }, state, answer = {}) =>
    document.dispatchEvent(new CustomEvent("answer:state", { detail: { form, state, answer } }));

// A reply that says to try again, and perhaps when.
class Later extends Error {
    constructor(reply) {
        super(String(reply.status));
        this.ms = Math.min(Number(reply.headers.get("Retry-After")) * 1000 || 0, LONGEST_MS);
    }
}

const send = async () => {
    if (busy) return;
    if (!flying) {
        const [address, change] = waiting.entries().next().value ?? [];
        if (!change) return;
        waiting.delete(address);
        flying = change;
        // One save is in flight at a time, so the version under it is known when it leaves.
        flying.data.set("base_version", flying.form.elements.base_version.value);
    }
    busy = true;
    say(flying, "saving");
    try {
        const reply = await fetch(flying.form.action, {
            method: "POST",
            body: flying.data,
            headers: { Accept: "application/json" },
            signal: AbortSignal.timeout(10000),
        });
        if (reply.status >= 500 || reply.status === 429) throw new Later(reply);
        await settle(reply);
    } catch (error) {
        say(flying, "retrying");
        retry = setTimeout(again, error.ms || RETRY_MS[Math.min(failures, 4)]);
        failures += 1;
        return;
    }
    busy = false;
    failures = 0;
    if (waiting.size) void send();
    else if (afterwards) afterwards();
};

const again = () => {
    clearTimeout(retry);
    retry = 0;
    busy = false;
    void send();
};

const settle = async (reply) => {
    const json = reply.headers.get("Content-Type")?.includes("json");
    const answer = json ? await reply.json() : {};
    const change = flying;
    flying = null;
    if (reply.ok) change.form.elements.base_version.value = answer.version;
    else afterwards = null; // nobody is led away from what was not stored
    // What was wrong with one choice is not wrong with the next one, which is on its way.
    if (answer.state === "invalid" && waiting.has(change.form.action)) return;
    say(change, reply.ok ? "saved" : (answer.state ?? "invalid"), answer);
};

window.addEventListener("online", () => {
    if (retry) again();
});

window.addEventListener("beforeunload", (event) => {
    if (unsent()) event.preventDefault();
});
