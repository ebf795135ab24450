"""What sets the end of a plan, link by link."""

from engine.critical_chain import critical_chain
from engine.instance import Candidate, Instance
from engine.ledger import Ledger
from engine.tests.plan_instances import worked_example

OPTIMUM = {"0": 0, "1": 1, "2": 3, "3": 2}


def test_the_chain_of_the_worked_example():
    chain = critical_chain(Ledger(worked_example(), OPTIMUM))

    assert [(link.key, link.start, link.finish, link.after) for link in chain] == [
        ("0", 0, 1, None),
        ("1", 1, 3, "0"),
        ("2", 3, 4, "1"),
    ]
    assert [link.held_by and link.held_by.kind for link in chain] == [None, "pool", "prerequisite"]


def test_money_has_nothing_before_it():
    question = Instance(
        discounts=(1000,) * 4,
        gaps={"k": 10},
        weights={"k": 1},
        candidates=(Candidate("dear", 1, {"k": 10}, {}, (30,)),),
        capacity={},
        budget=(10,) * 4,
    )

    (link,) = critical_chain(Ledger(question, {"dear": 2}))

    assert (link.held_by.kind, link.held_by.period, link.after) == ("budget", 1, None)


def test_a_full_team_hands_over():
    question = Instance(
        discounts=(1000,) * 4,
        gaps={"k": 10},
        weights={"k": 1},
        candidates=(
            Candidate("one", 2, {"k": 5}, teams=("A",)),
            Candidate("two", 1, {"k": 5}, teams=("A",)),
        ),
        capacity={},
        team_limits={"A": 1},
    )

    chain = critical_chain(Ledger(question, {"one": 0, "two": 2}))

    assert [link.key for link in chain] == ["one", "two"]


def test_an_empty_plan_has_no_chain():
    assert critical_chain(Ledger(worked_example())) == ()
