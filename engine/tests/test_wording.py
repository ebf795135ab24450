"""The sentences a CMO reads about agreement and perception (method 2.8)."""

from __future__ import annotations

import pytest

from engine import wording
from engine.perception import sentence

ALL = {"low": 0.3, "high": 2.5, "p": 0.01, "q": 0.05, "people": 9}


def test_close():
    assert wording.roles_agree(0.3) == (
        "The roles agree (average difference 0.3 level). You can act on this score."
    )


def test_split():
    assert wording.no_shared_view({"sales and care": 2.1, "marketing": 4.2}) == (
        "There is no shared view: sales and care see about level 2, marketing about level 4."
        " Talk before you invest."
    )


def test_split_without_naming_anybody():
    assert wording.no_shared_view() == "There is no shared view. Talk before you invest."


def test_blind_spot():
    assert sentence(difference=1.4, **ALL) == (
        "Marketing rates itself 1.4 levels higher than its peers do (likely between 0.3 and 2.5)."
        " The peers' view is the one customers feel."
    )


def test_hidden_strength():
    assert sentence(difference=-1.4, **{**ALL, "low": -2.5, "high": -0.3}) == (
        "Marketing rates itself 1.4 levels lower than its peers do (likely between 0.3 and 2.5)."
        " Its peers see a strength that it does not claim."
    )


@pytest.mark.parametrize(
    ("difference", "p", "q", "words"),
    [
        (
            0.4,
            0.4,
            0.8,
            (
                "The sides differ by 0.4 level, which is within what chance would produce with"
                " answers from 9 people."
            ),
        ),
        (
            -1.2,
            0.03,
            0.4,
            (
                "The sides differ by 1.2 levels. Among as many comparisons as are made here,"
                " chance would produce one like it."
            ),
        ),
        (
            0.5,
            0.01,
            0.04,
            "The sides differ by 0.5 level: hardly chance, but too little to act on.",
        ),
        (0.04, 0.9, 1.0, "Marketing and its peers see the same."),
    ],
)
def test_not_clear(difference, p, q, words):
    assert sentence(difference=difference, **{**ALL, "p": p, "q": q}) == words
