// The next questions, read ahead and kept in memory, so that going on needs no connection.

const AHEAD = 8;
const pages = new Map(); // path -> the question's part of its page, and its title

const path = (address) => new URL(address, location.href).pathname;

export const keep = (address, node, title) => pages.set(path(address), { node, title });

export const pageAt = (address) => pages.get(path(address));

const read = async (address) => {
    const reply = await fetch(address, { headers: { Accept: "text/html" } });
    if (!reply.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const node = page.querySelector("[data-answering]");
    if (node) keep(address, document.adoptNode(node), page.title);
};

export const readAhead = async (node) => {
    let form = node.querySelector("[data-answer-form]");
    for (let step = 0; form && step < AHEAD; step += 1) {
        const next = form.dataset.next;
        if (!form.hasAttribute("data-more")) return;
        try {
            if (!pageAt(next)) await read(next);
        } catch {
            return; // without a connection what is there has to do
        }
        form = pageAt(next)?.node.querySelector("[data-answer-form]");
    }
};
