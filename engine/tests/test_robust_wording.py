"""What is robust, in one sentence."""

from __future__ import annotations

import pytest

from engine.robust_wording import robust_order


@pytest.mark.parametrize(
    ("top", "groups", "sentence"),
    [
        (
            {"Consent": 0.991, "Lead scoring": 0.968, "Skills": 0.5},
            [(3, 6)],
            (
                "Robust: Consent and Lead scoring stay in the top five in at least 97 % of the"
                " variations; places 3 to 6 are interchangeable."
            ),
        ),
        (
            {"Consent": 0.93},
            [(1, 2), (3, 9)],
            (
                "Robust: Consent stays in the top five in 93 % of the variations; places 1 and 2 "
                "are interchangeable, and so are places 3 to 9."
            ),
        ),
        (
            {"Consent": 0.9995, "Skills": 1.0},
            [],
            (
                "Robust: Consent and Skills stay in the top five in more than 99 % of the "
                "variations; no two of the first places are interchangeable."
            ),
        ),
        (
            {"Consent": 1.0},
            [],
            (
                "Robust: Consent stays in the top five in all variations; no two of the first "
                "places are interchangeable."
            ),
        ),
        (
            {"Consent": 0.6},
            [(1, 12)],
            (
                "Not robust: nothing stays in the top five in 90 % of the variations; "
                "places 1 to 12 are interchangeable."
            ),
        ),
        (None, [], "Robust: the order of the gaps is the same in most variations."),
        (
            None,
            [(1, 2)],
            "The data do not decide the order everywhere: places 1 and 2 are interchangeable.",
        ),
    ],
)
def test_what_is_robust_in_a_sentence(top, groups, sentence):
    assert robust_order(top, groups) == sentence
