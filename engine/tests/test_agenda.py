"""What a group talks about first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.agenda import agenda
from engine.disclosure import Privacy, Rule
from engine.tests.frameworks import whole
from engine.types import Answer, AnswerKind

OPEN = Rule()
CLOSED = Rule(Privacy.CONFIDENTIAL, 3)


def answers(question, **roles):
    return [
        Answer(f"{role}-{number}", role, question, AnswerKind.LEVEL, value)
        for role, values in roles.items()
        for number, value in enumerate(values)
    ]


@pytest.fixture(scope="module")
def framework():
    return whole()


def first_questions(framework):
    return [question.key for question in framework.questions[:2]]


def test_roles_are_parted_where_their_means_lie_furthest_apart(framework):
    (key, *_rest) = first_questions(framework)

    (dispute,) = agenda(framework, answers(key, ops=[2, 2, 2], it=[2], cmo=[5]), {}, OPEN)

    assert (dispute.low.roles, dispute.low.people, dispute.low.mean) == (("it", "ops"), 4, 2)
    assert (dispute.high.roles, dispute.high.people, dispute.high.mean) == (("cmo",), 1, 5)
    assert dispute.spread == 3


def test_what_matters_more_comes_first(framework):
    one, two = first_questions(framework)
    given = [*answers(one, ops=[1, 1], cmo=[5]), *answers(two, ops=[2, 2], cmo=[4])]
    weight = {framework.question[one].capability: 0.1, framework.question[two].capability: 1.0}
    if framework.question[one].capability == framework.question[two].capability:
        weight = {}

    found = [item.question for item in agenda(framework, given, weight, OPEN)]

    assert found == ([two, one] if weight else [one, two])


@pytest.mark.parametrize(
    "roles",
    [{"ops": [3, 3], "cmo": [3]}, {"ops": [2], "cmo": [5]}, {"ops": [1, 5, 5]}],
    ids=["one view", "two voices", "one role"],
)
def test_there_is_nothing_to_settle(framework, roles):
    assert agenda(framework, answers(first_questions(framework)[0], **roles), {}, OPEN) == ()


def test_dont_know_is_no_view(framework):
    key = first_questions(framework)[0]
    silent = [Answer(f"x{n}", "it", key, AnswerKind.DONT_KNOW) for n in range(9)]

    assert agenda(framework, [*answers(key, ops=[1], cmo=[5]), *silent], {}, OPEN) == ()


def test_where_answers_are_protected_no_role_is_named_and_no_camp_is_small(framework):
    key = first_questions(framework)[0]
    given = answers(key, ops=[2, 2, 2], it=[4, 4], cmo=[5])

    (dispute,) = agenda(framework, given, {}, CLOSED)

    assert (dispute.low.roles, dispute.high.roles) == ((), ())
    assert (dispute.low.people, dispute.high.people) == (3, 3)
    assert agenda(framework, answers(key, ops=[2, 2, 2], cmo=[5]), {}, CLOSED) == ()


@given(st.lists(st.integers(1, 5), max_size=14), st.integers(3, 6))
def test_no_camp_is_ever_smaller_than_the_group(values, smallest):
    framework = whole()
    given = answers(first_questions(framework)[0], ops=values)

    for dispute in agenda(framework, given, {}, Rule(Privacy.CONFIDENTIAL, smallest)):
        assert min(dispute.low.people, dispute.high.people) >= smallest
        assert dispute.low.mean < dispute.high.mean
