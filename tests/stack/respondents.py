"""People who answer by a link, over plain HTTP, and write down what was acknowledged to them."""

from __future__ import annotations

import http.client
import json
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

TOKEN = "a" * 32
GIVE_UP_AFTER = 120.0


@dataclass(frozen=True)
class Save:
    """One save as it was sent. base: the version of the answer on top of which it was given."""

    person: str
    question: str
    choice: int
    tab: str
    seq: int
    base: int

    @property
    def key(self) -> tuple[str, str, str, int]:
        return self.person, self.question, self.tab, self.seq


@dataclass
class Ledger:
    """sent: every save by its key. `acknowledged`: what came back, on disk before the next save is
    sent. repeats: how often a save had to be sent again."""

    path: Path
    sent: dict[tuple, Save] = field(default_factory=dict)
    repeats: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, save: Save, state: str, version: int) -> None:
        line = json.dumps({**save.__dict__, "state": state, "version": version}) + "\n"
        with self._lock, self.path.open("a") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def acknowledged(self) -> list[dict]:
        if not self.path.exists():
            return []
        return [json.loads(line) for line in self.path.read_text().splitlines()]


class Respondent:
    """Somebody who has begun by an open link. versions: of each answer, as last acknowledged.
    address: of the network, from which the requests come."""

    def __init__(self, port: int, name: str, ledger: Ledger, address: str = "127.0.0.1") -> None:
        self.port, self.name, self.ledger, self.address = port, name, ledger, address
        self.cookies = {"csrftoken": TOKEN}
        self.versions: dict[str, int] = {}
        self._seq = 0

    def ask(self, path: str, **fields: object) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One request, never repeated; raises OSError or HTTPException if no reply comes."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=60, source_address=(self.address, 0)
        )
        try:
            connection.request(
                "POST",
                path,
                urlencode(fields),
                {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items()),
                    "X-CSRFToken": TOKEN,
                    "Accept": "application/json",
                    "Connection": "close",
                },
            )
            reply = connection.getresponse()
            return reply.status, reply.headers, reply.read()
        finally:
            connection.close()

    def begin(self, secret: str) -> None:
        status, headers, body = self.ask(f"/answer/{secret}/", name=self.name)
        assert status == 302, (status, body[:500])
        self.path = headers["Location"]
        for cookie in headers.get_all("Set-Cookie", []):
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value

    def until_answered(self, path: str, **fields: object) -> tuple[int, bytes]:
        """As the page's script does: the same request again until a server answers it."""
        deadline = time.monotonic() + GIVE_UP_AFTER
        while time.monotonic() < deadline:
            try:
                status, _headers, body = self.ask(path, **fields)
            except (OSError, http.client.HTTPException):
                pass
            else:
                if status not in {429, 502, 503}:
                    return status, body
            self.ledger.repeats += 1
            time.sleep(0.2)
        raise AssertionError(f"{self.name}: no answer to {path} within {GIVE_UP_AFTER} s")

    # --- saving
    def new_save(self, question: str, choice: int, *, tab: str = "first", late: int = 0) -> Save:
        """late: by how many versions the save is behind what is stored."""
        self._seq += 1
        base = self.versions.get(question, 0) - late
        save = Save(self.name, question, choice, tab, self._seq, base)
        self.ledger.sent[save.key] = save
        return save

    def send(self, save: Save) -> tuple[int, dict]:
        status, body = self.until_answered(
            f"{self.path}q/{save.question}/save/",
            choice=save.choice,
            client_id=save.tab,
            seq=save.seq,
            base_version=save.base,
        )
        assert status in {200, 409}, (status, body[:500])
        return status, json.loads(body)

    def answer(self, question: str, choice: int, *, times: int = 1) -> None:
        """An answer, `times` at once: every reply has to say that it is stored, and as what."""
        save = self.new_save(question, choice)
        with ThreadPoolExecutor(times) as pool:
            replies = list(pool.map(lambda _: self.send(save), range(times)))
        versions = {(status, body["version"]) for status, body in replies}
        assert versions == {(200, save.base + 1)}, (save, replies)
        self.versions[question] = save.base + 1
        self.ledger.note(save, "saved", save.base + 1)

    def answer_in_an_old_tab(self, question: str, choice: int) -> None:
        """On top of an answer that has changed since: refused, with the answer that stands."""
        save = self.new_save(question, choice, tab="second", late=1)
        status, body = self.send(save)
        assert (status, body["state"]) == (409, "conflict"), (save, body)
        assert body["version"] == self.versions[question]
        self.ledger.note(save, "conflict", body["version"])

    def answer_in_two_tabs_at_once(self, question: str, choice: int) -> None:
        """On top of the same version: one is stored, the other is told so, whoever was first."""
        saves = [self.new_save(question, choice, tab=tab) for tab in ("first", "second")]
        with ThreadPoolExecutor(2) as pool:
            replies = list(pool.map(self.send, saves))
        assert sorted(status for status, _body in replies) == [200, 409], (saves, replies)
        self.versions[question] = saves[0].base + 1
        for save, (_status, body) in zip(saves, replies, strict=True):
            self.ledger.note(save, body["state"], body["version"])

    def submit(self, times: int) -> None:
        """All at once; each is told that it is done."""
        with ThreadPoolExecutor(times) as pool:
            replies = list(
                pool.map(lambda _: self.until_answered(f"{self.path}submit/"), range(times))
            )
        assert {status for status, _body in replies} == {302}, replies
