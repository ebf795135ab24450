"""Tiny random planning questions with every kind of limit, the same for the same seed."""

from dataclasses import replace
from random import Random

from engine.calendar import discounts
from engine.instance import Candidate, Instance

PERIODS = 4


def tiny(seed, wishes=True):
    """Five initiatives, four quarters, tight people and money; about half of them with wishes."""
    dice = Random(seed)
    keys = [f"i{number}" for number in range(5)]
    candidates = [_candidate(dice, keys, number) for number in range(len(keys))]
    if wishes and dice.random() < 0.5:
        candidates = [_wished(dice, item) for item in candidates]
    return Instance(
        discounts=discounts("quarter", PERIODS),
        gaps={key: dice.choice((0, 5, 10, 15)) for key in ("k0", "k1", "k2")},
        weights={key: dice.randint(0, 500) for key in ("k0", "k1", "k2")},
        candidates=tuple(candidates),
        capacity={pool: _line(dice, 4, 12) for pool in ("p0", "p1")},
        budget=dice.choice((None, _line(dice, 2, 9))),
        carry=dice.random() < 0.5,
        team_limits=dice.choice(({}, {"A": 1}, {"A": 1, "B": 1})),
        exclusive=dice.choice(((), (), (("i0", "i1"),), (("i1", "i2", "i3"),))),
    )


def _candidate(dice, keys, number):
    duration = dice.choice((1, 1, 2))
    pools = dice.sample(("p0", "p1"), dice.choice((0, 1, 2)))
    group = tuple(dice.sample(keys[:number], min(number, dice.choice((1, 1, 2)))))
    return Candidate(
        key=keys[number],
        duration=duration,
        uplift={key: dice.choice((5, 10)) for key in dice.sample(("k0", "k1", "k2"), 2)},
        days={pool: tuple(dice.randint(0, 8) for _ in range(duration)) for pool in pools},
        cost=tuple(dice.randint(0, 8) for _ in range(duration)),
        needs=(group,) if group and dice.random() < 0.5 else (),
        teams=dice.choice(((), ("A",), ("A", "B"))),
        savings=((dice.randrange(PERIODS), dice.randint(1, 6)),) if dice.random() < 0.2 else (),
    )


def _wished(dice, item):
    """The candidate, sometimes with a wish; not all of them can be kept."""
    kind = dice.choice(("lock", "must", "earliest", "deadline", "closed", *[None] * 5))
    value = {
        None: {},
        "lock": {"lock": dice.randrange(PERIODS - item.duration + 1)},
        "must": {"must": True},
        "earliest": {"earliest": dice.randrange(PERIODS)},
        "deadline": {"deadline": dice.randint(1, PERIODS)},
        "closed": {"closed": frozenset({dice.randrange(PERIODS)})},
    }[kind]
    return replace(item, **value)


def _line(dice, low, high):
    return tuple(dice.randint(low, high) for _ in range(PERIODS))
