"""What a level needs before it can be reached, along initiatives and their prerequisites."""

from __future__ import annotations

import pytest

from engine.steps import PrerequisiteCycleError, steps
from engine.tests.frameworks import framework, initiative


def graph(capabilities, *initiatives):
    return steps(framework(dict.fromkeys(capabilities, 2), initiatives=initiatives))


def test_an_initiative_needs_its_own_levels_those_it_names_and_those_of_initiatives_it_names():
    found = graph(
        ["data.a", "data.b", "data.c"],
        initiative("a", [("data.a", 1)]),
        initiative("b", [("data.b", 1)]),
        initiative("c", [("data.c", 1)], needs=[("data.a", 2)], requires=["b"]),
        initiative("c-next", [("data.c", 2)]),
    )

    assert found.from_scratch["data.c", 2] == {"data.a": 2, "data.b": 2}
    assert found.from_scratch["data.c", 3] == {"data.a": 2, "data.b": 2, "data.c": 2}


def test_what_is_held_needs_nothing_and_is_needed_by_nothing():
    found = graph(
        ["data.a", "data.b"],
        initiative("a", [("data.a", 1)], needs=[("data.b", 2)]),
        initiative("a-next", [("data.a", 2)]),
        initiative("b", [("data.b", 1)]),
    )

    assert found.needed({"data.a": 2})["data.a", 2] == {}
    assert found.needed({"data.a": 2})["data.a", 3] == {}
    assert found.needed({"data.b": 2})["data.a", 3] == {"data.a": 2}


def test_a_level_that_no_initiative_leads_to_is_still_needed():
    found = graph(
        ["data.a", "data.z"],
        initiative("a", [("data.a", 1)], needs=[("data.z", 3)]),
    )

    assert found.from_scratch["data.z", 3] == {}
    assert found.from_scratch["data.a", 2] == {"data.z": 3}


@pytest.mark.parametrize("name", "bcdefgh")
def test_of_two_levels_of_one_capability_the_higher_is_needed(name):
    other, middle = f"data.{name}", f"data.{name}x"
    found = graph(
        ["data.a", other, middle],
        initiative("first", [(other, 1)]),
        initiative("second", [(other, 2)]),
        initiative("middle", [(middle, 1)], needs=[(other, 3)]),
        initiative("a", [("data.a", 1)], needs=[(other, 2), (middle, 2)]),
    )

    assert found.from_scratch["data.a", 2] == {other: 3, middle: 2}


def test_of_two_ways_only_what_both_need_is_needed():
    found = graph(
        ["data.a", "data.b", "data.c"],
        initiative("b", [("data.b", 1)]),
        initiative("b-next", [("data.b", 2)]),
        initiative("c", [("data.c", 1)]),
        initiative("one", [("data.a", 1)], needs=[("data.b", 3), ("data.c", 2)]),
        initiative("other", [("data.a", 1)], needs=[("data.b", 2)]),
    )

    assert found.from_scratch["data.a", 2] == {"data.b": 2}


def test_there_is_no_level_that_nothing_speaks_of():
    found = graph(["data.a", "data.b"], initiative("a", [("data.a", 1)]))

    assert set(found.order) == {("data.a", 1), ("data.a", 2)}


def test_a_circle_is_told_with_its_path():
    with pytest.raises(PrerequisiteCycleError) as caught:
        graph(
            ["data.a", "data.b"],
            initiative("a", [("data.a", 1)], needs=[("data.b", 2)]),
            initiative("b", [("data.b", 1)], needs=[("data.a", 2)]),
        )

    assert len(caught.value.path) == 5
    assert caught.value.path[0] == caught.value.path[-1]
    assert str(caught.value) == " -> ".join(caught.value.path)
