"""Two rounds of a small organisation for tests of change over time."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from engine.series import series, wave
from engine.tests.frameworks import answer, framework
from engine.types import AnalysisParameters

ROLES = ("cmo", "ops", "it", "sales")
CAPABILITIES = {
    "data.a": 2,
    "data.b": 3,
    "technology.a": 2,
    "technology.b": 2,
    "people.a": 2,
    "people.b": 4,
}
BUILT = framework(CAPABILITIES, roles=ROLES, questions=2)
PARAMETERS = AnalysisParameters("scaling", excluded={})
QUESTIONS = [question.key for question in BUILT.questions]

given_answers = st.sampled_from([1, 2, 3, 4, 5, 1, 2, 3, 4, 5, "dk", None])
# One row of answers a person, people take the roles in turn.
sheets = st.lists(
    st.lists(given_answers, min_size=len(QUESTIONS), max_size=len(QUESTIONS)),
    min_size=0,
    max_size=11,
)
settings_of_a_round = st.builds(
    lambda omega, alpha, excluded: replace(
        PARAMETERS, omega=omega, alpha=alpha, excluded=dict.fromkeys(excluded, "not ours")
    ),
    st.dictionaries(st.sampled_from(ROLES), st.sampled_from([0.5, 1.0, 3.0])),
    st.sampled_from([0, 0.5, 1]),
    st.sets(st.sampled_from(sorted(CAPABILITIES)), max_size=2),
)


def sheet(rows, *, first=0, built=BUILT):
    """Answers of people numbered from `first`."""
    keys = [question.key for question in built.questions]
    return [
        answer(f"p{number}", ROLES[number % len(ROLES)], question, given)
        for number, row in enumerate(rows, start=first)
        for question, given in zip(keys, row, strict=False)
        if given is not None
    ]


def everybody(level, people=8, **levels):
    """Rows in which everybody gives one level to all; `levels` by area instead."""
    row = [levels.get(key.split(".")[0], level) for key in QUESTIONS]
    return [row] * people


def pair(earlier, later, *, before=PARAMETERS, after=PARAMETERS, frameworks=(BUILT, BUILT)):
    """A series of two lists of answers."""
    return series(wave(frameworks[0], earlier, before), wave(frameworks[1], later, after))
