"""What is proved about a plan, in the words of the engine and of the page."""

import pytest

from engine.proof import proof
from reports.pages.plan import proof_words


def plan(status, value=990, bound=1000, reproducible=True):
    return {"status": status, "value": value, "bound": bound, "reproducible": reproducible}


@pytest.mark.parametrize(
    ("given", "sentence", "words"),
    [
        (plan("proved", 1000), "proved best: no other is worth more", "proved best"),
        (plan("bounded"), "at most 1 % below the best possible.", "at most 1.0 % below"),
        (plan("bounded", 9999, 10_000), "at most 0.1 % below", "at most 0.1 % below"),
        (plan("bounded", 9875, 10_000), "at most 1.3 % below", "at most 1.3 % below"),
        (plan("greedy", bound=None), "Nothing is proved", "not proved"),
        (plan("greedy_without_solver", bound=None), "OR-Tools) is not installed", "not proved"),
        (plan("bounded", reproducible=False), "another run may give another", "the clock ended"),
    ],
)
def test_the_proof_is_said_without_promising_more(given, sentence, words):
    assert sentence in proof(given)
    assert words in proof_words(given)
