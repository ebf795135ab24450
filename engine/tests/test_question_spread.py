"""How answers to a question spread, and what of it may be shown."""

import pytest

from engine.disclosure import Privacy, Rule
from engine.question_spread import spreads
from engine.tests.frameworks import whole
from engine.types import Answer, AnswerKind

OPEN = Rule()
CLOSED = Rule(Privacy.CONFIDENTIAL, 3)
LEVEL, UNKNOWN, OTHER = AnswerKind.LEVEL, AnswerKind.DONT_KNOW, AnswerKind.NOT_APPLICABLE


@pytest.fixture(scope="module")
def framework():
    return whole()


@pytest.fixture(scope="module")
def questions(framework):
    """Both questions of one capability."""
    first = framework.questions[0]
    both = [item.key for item in framework.questions if item.capability == first.capability]
    assert len(both) == 2
    return both


def given(question, role, *said):
    """What people of a role said: a level, or why none."""
    return [
        Answer(f"{role}-{n}", role, question, LEVEL, one)
        if isinstance(one, int)
        else Answer(f"{role}-{n}", role, question, one)
        for n, one in enumerate(said)
    ]


def test_everybody_is_counted_where_nothing_is_protected(framework, questions):
    first, other = questions
    answers = given(first, "cmo", 1, 3, 3, 5, UNKNOWN, OTHER, UNKNOWN) + given(other, "it", 2)
    answers += given(first, "not_asked", 4)

    found = spreads(framework, answers, OPEN)

    assert [item.question for item in found] == [item.key for item in framework.questions]
    assert (found[0].people, found[0].counts) == (4, (1, 0, 2, 0, 1))
    assert (found[0].dont_know, found[0].not_applicable) == (2, 1)
    assert found[1].counts == (0, 1, 0, 0, 0)
    assert found[2].counts == (0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("levels", "people", "counts"),
    [
        ([2, 4], None, None),
        ([2, 4, 4], 3, (0, 1, 0, 2, 0)),
        ([4, 4, 4], 3, None),
        ([4, 4, 4, 4, 4], 5, None),
        ([4, 4, 4, 4, 4, 4], 6, (0, 0, 0, 6, 0)),
    ],
)
def test_under_a_gate_small_groups_and_one_voice_of_a_few_are_hidden(
    framework, questions, levels, people, counts
):
    found = spreads(framework, given(questions[0], "cmo", *levels), CLOSED)

    assert (found[0].people, found[0].counts) == (people, counts)
    assert found[0].dont_know is None
    assert found[1].people is None


def test_under_a_gate_nothing_stands_beside_a_role_that_is_too_small(framework, questions):
    first, other = questions
    answers = (
        given(first, "ops", 2, 3, 4, 4) + given(first, "cmo", 5) + given(other, "ops", *[3, 4] * 2)
    )

    found = spreads(framework, answers, CLOSED)

    assert [item.people for item in found[:2]] == [None, None]


def test_under_a_gate_nobody_follows_from_having_answered_one_question_alone(framework, questions):
    """Means of voices less totals of questions would be what the one person said."""
    first, other = questions
    same = given(first, "ops", 2, 3, 4, 4) + given(other, "ops", 3, 4, 2, 1)

    assert [item.people for item in spreads(framework, same, CLOSED)[:2]] == [4, 4]
    assert [item.people for item in spreads(framework, same[:-1], CLOSED)[:2]] == [None, None]
