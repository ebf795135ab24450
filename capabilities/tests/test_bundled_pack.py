"""What our own content pack decided about itself, beyond what any framework must keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from capabilities.engine_values import engine_framework
from capabilities.pack import BUNDLED, bundled

LONGEST_TEXT, LONGEST_OPTION = 400, 60
CONTENT = bundled().content
FRAMEWORK = engine_framework(CONTENT)
AREAS = [area.key for area in FRAMEWORK.areas]
CAPABILITIES = [item for area in AREAS for item in CONTENT["areas"][area]["capabilities"]]
QUESTIONS = [item for capability in CAPABILITIES for item in capability["questions"]]


def texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)
    elif isinstance(node, str):
        yield node


def test_five_areas_in_the_order_of_the_product():
    assert AREAS == ["data", "technology", "analytics", "process", "people"]


@pytest.mark.parametrize("area", AREAS)
def test_each_area_has_six_capabilities_and_fourteen_initiatives(area):
    assert len(CONTENT["areas"][area]["capabilities"]) == 6
    assert len(CONTENT["initiatives"][area]["initiatives"]) == 14


def test_each_capability_has_two_questions_with_different_lenses():
    for capability in CAPABILITIES:
        assert len({question["lens"] for question in capability["questions"]}) == 2
        assert len(capability["questions"]) == 2


def test_each_capability_names_three_or_four_pieces_of_evidence():
    assert {len(capability["evidence"]) for capability in CAPABILITIES} <= {3, 4}


def test_the_short_form_asks_two_questions_an_area():
    quick = Counter(question["key"].split(".")[0] for question in QUESTIONS if question["quick"])

    assert quick == dict.fromkeys(AREAS, 2)


def test_each_role_is_asked_enough_to_be_heard():
    asked = Counter(role for question in QUESTIONS for role in question["roles"])

    assert asked["customer_care"] == min(asked.values()) == 9
    assert asked["marketing_ops"] == max(asked.values()) == 55


def test_options_fit_a_phone():
    assert max(len(option) for question in QUESTIONS for option in question["options"]) <= (
        LONGEST_OPTION
    )


def test_texts_are_short_and_plain():
    for text in texts(CONTENT):
        assert len(text) <= LONGEST_TEXT
        assert text.isascii(), text


def test_the_pack_speaks_of_itself_alone():
    for path in BUNDLED.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert "seeds" not in text
        assert ".txt" not in text


def test_the_library_is_as_large_as_the_guide_says():
    initiatives = FRAMEWORK.initiatives
    roles = CONTENT["roles"]["roles"]

    assert len(initiatives) == 70
    assert sum(item.quick_win for item in initiatives) == 17
    assert sum(sum(item.effort.values()) for item in initiatives) == pytest.approx(795, abs=0.5)
    assert len(CONTENT["kpis"]["kpis"]) == 76
    assert sum(kpi["leading"] for kpi in CONTENT["kpis"]["kpis"]) == 48
    assert len(CONTENT["skills"]["skills"]) == 38
    assert (len(roles), len(CONTENT["roles"]["partner_roles"])) == (26, 9)
    assert min(Counter(role["area"] for role in roles).values()) >= 4
    assert len(CONTENT["inventories"]["inventories"]) == 10
    assert len(CONTENT["framework"]["data_lifecycle"]) == 8


def test_three_growth_profiles_and_six_goals():
    assert [profile.key for profile in FRAMEWORK.profiles] == ["early", "scaling", "enterprise"]
    assert len(FRAMEWORK.goals) == 6
    assert FRAMEWORK.industries[0].key == "general"


def test_every_colour_is_one_of_the_five_areas():
    assert len({area["colour"] for area in CONTENT["framework"]["areas"]}) == 5
