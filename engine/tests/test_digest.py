"""The digest by which two inputs are the same."""

import pytest

from engine.digest import digest


def test_is_sha_256_of_canonical_json():
    # printf '{"a":[1,2.5,null],"b":"Straße"}' | sha256sum
    known = "f43c325c318914cd080a2608d480ca8bb640e5945bd4fe94fa667753816b395b"

    assert digest({"b": "Straße", "a": [1, 2.5, None]}) == known


def test_the_order_of_keys_does_not_matter_that_of_a_list_does():
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest([1, 2]) != digest([2, 1])


@pytest.mark.parametrize("value", [1, 1.0, "1", [1], True, None])
def test_values_of_other_kinds_differ(value):
    others = [other for other in (1, 1.0, "1", [1], True, None) if repr(other) != repr(value)]

    assert digest(value) not in {digest(other) for other in others}


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_has_no_digest(value):
    with pytest.raises(ValueError, match="not JSON compliant"):
        digest({"budget": value})
