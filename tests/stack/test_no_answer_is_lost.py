"""What was acknowledged is in the database, whatever dies and whichever reply is lost.

MOPS_KILLS sets how many web processes are killed while people answer (docs/reliability.md).
"""

import json
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from tests.stack.losing_proxy import losing_replies
from tests.stack.respondents import Ledger, Respondent

pytestmark = pytest.mark.stack

KILLS = int(os.environ.get("MOPS_KILLS", "3"))
PEOPLE = 6
AT_ONCE = 200
# Of the saves that are stored; the same save then comes again.
REPLIES_LOST = 0.15
# Every so many kills it is the whole web server and not one of its processes.
WHOLE_SERVER_EVERY = 10

OF_THE_ROUND = """FROM {table} a
    JOIN assessments_respondent r ON r.id = a.respondent_id
    JOIN assessments_assessment s ON s.id = r.assessment_id
    JOIN capabilities_question q ON q.id = a.question_id WHERE s.name = ?"""
ANSWERS = "SELECT r.name, q.key, a.client_id, a.seq, a.value, a.version " + OF_THE_ROUND.format(
    table="assessments_answer"
)
EVENTS = "SELECT r.name, q.key, a.client_id, a.seq, a.value, a.version " + OF_THE_ROUND.format(
    table="assessments_answerevent"
)
PEOPLE_OF = """SELECT r.id, r.name, r.state FROM assessments_respondent r
    JOIN assessments_assessment s ON s.id = r.assessment_id WHERE s.name = ?"""
AUDITED = "SELECT subject_id FROM accounts_auditentry WHERE action = ?"


@pytest.fixture(scope="module")
def stack(plain_stack):
    """Killed to the ground without disturbing other tests."""
    return plain_stack


def new_round(stack, name):
    made = json.loads(stack.manage("ask_people", name))
    return made["secret"], made["questions"]


def begun(port, secret, names, ledger):
    """Each from an address of the network of its own, where a machine has more than one."""
    own = [f"127.0.1.{number}" for number, _name in enumerate(names, start=1)]
    addresses = own if sys.platform == "linux" else ["127.0.0.1"] * len(names)
    people = [
        Respondent(port, name, ledger, address)
        for name, address in zip(names, addresses, strict=True)
    ]
    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(lambda person: person.begin(secret), people))
    return people


def keep_answering(person, questions, enough, seed):
    """Until there were enough faults: new answers, the same ones twice at once, and old tabs."""
    chance = random.Random(seed)
    while not enough.is_set():
        question, choice = chance.choice(questions), chance.randint(1, 5)
        kind = chance.random()
        if kind < 0.15 and person.versions.get(question):
            person.answer_in_an_old_tab(question, choice)
        elif kind < 0.3:
            person.answer_in_two_tabs_at_once(question, choice)
        else:
            person.answer(question, choice, times=3 if kind > 0.85 else 1)
        time.sleep(0.05)
    for question in questions:
        if question not in person.versions:
            person.answer(question, chance.randint(1, 5))
    person.submit(times=3)


def kill_while_answering(stack, ledger, count):
    """kill -9, and the next one only after people were able to go on."""
    chance, stored = random.Random(count), 0
    for number in range(1, count + 1):
        stack.wait(lambda stored=stored: len(ledger.acknowledged()) > stored + 2, 120, "answers")
        time.sleep(chance.random() / 2)
        # A server whose new process dies at once gives up, and `serve` starts another.
        stack.wait(lambda: stack.pids("web"), 60, "the web server")
        (web,) = stack.pids("web")
        processes = stack.children(web)
        whole = number % WHOLE_SERVER_EVERY == 0 or not processes
        with suppress(ProcessLookupError):
            os.kill(web if whole else chance.choice(processes), signal.SIGKILL)
        stored = len(ledger.acknowledged())


def test_no_acknowledged_answer_is_lost_and_none_is_there_twice(stack, tmp_path, capsys):
    name = "Killed"
    secret, questions = new_round(stack, name)
    ledger, enough = Ledger(tmp_path / "ledger"), threading.Event()
    with losing_replies(stack.port, REPLIES_LOST) as proxy, ThreadPoolExecutor(PEOPLE) as pool:
        people = begun(proxy.port, secret, [f"Person {n}" for n in range(PEOPLE)], ledger)
        answering = [
            pool.submit(keep_answering, person, questions, enough, seed)
            for seed, person in enumerate(people)
        ]
        try:
            kill_while_answering(stack, ledger, KILLS)
        finally:
            enough.set()
        for work in answering:
            work.result()

    acknowledged = ledger.acknowledged()
    states = Counter(row["state"] for row in acknowledged)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{KILLS} kills, {proxy.lost} lost replies, {ledger.repeats} repeats:"
            f" {states['saved']} answers acknowledged, {states['conflict']} conflicts\n"
        )
    assert proxy.lost
    assert states["conflict"]
    assert_nothing_lost(stack, name, acknowledged)
    assert_nothing_invented(stack, name, ledger)
    assert_submitted_once(stack, name)


def assert_nothing_lost(stack, name, acknowledged):
    stored = {row[:2]: row[2:] for row in stack.query(ANSWERS, name)}
    events = {row[:4]: row[4:] for row in stack.query(EVENTS, name)}
    newest = {}
    for row in acknowledged:
        key = (row["person"], row["question"], row["tab"], row["seq"])
        version = row["version"] if row["state"] == "saved" else None
        assert events[key] == (row["choice"], version)
        if version:
            newest[key[:2]] = (row["tab"], row["seq"], row["choice"], version)
    assert stored == newest


def assert_nothing_invented(stack, name, ledger):
    events = stack.query(EVENTS, name)
    assert len({row[:4] for row in events}) == len(events)
    for row in events:
        assert ledger.sent[row[:4]].choice == row[4]
    versions: dict = {}
    for row in events:
        if row[5]:
            versions.setdefault(row[:2], []).append(row[5])
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in versions.values())
    changes = Counter(person for (person, _question), found in versions.items() for _ in found)
    assert audited(stack, name, "answer.saved") == changes


def audited(stack, name, action):
    """How many entries of an action each person of a round has."""
    names = {str(key).replace("-", ""): person for key, person, _ in stack.query(PEOPLE_OF, name)}
    found = (key.replace("-", "") for (key,) in stack.query(AUDITED, action))
    return Counter(names[key] for key in found if key in names)


def assert_submitted_once(stack, name):
    people = stack.query(PEOPLE_OF, name)
    assert {state for _key, _name, state in people} == {"submitted"}
    assert audited(stack, name, "respondent.submitted") == Counter(row[1] for row in people)


def test_two_hundred_people_answer_at_once_without_an_error(stack, tmp_path):
    name = "At once"
    stack.wait(lambda: stack.get("/readyz") == 200, 60, "readiness")
    secret, questions = new_round(stack, name)
    ledger = Ledger(tmp_path / "ledger")
    people = begun(stack.port, secret, [f"Person {n}" for n in range(AT_ONCE)], ledger)
    together = threading.Barrier(AT_ONCE)

    def answer(person):
        together.wait()
        person.answer(questions[0], 4)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(answer, people))

    assert ledger.repeats == 0
    stored = stack.query(ANSWERS, name)
    assert sorted(row[0] for row in stored) == sorted(person.name for person in people)
    assert {row[4:] for row in stored} == {(4, 1)}
