"""What kinds of work there are is told by the rooms that do them."""

import pytest

from jobs import registry


def test_a_kind_is_found_with_its_title_and_handler():
    @registry.job("paint", title="Painting")
    def paint(run, context): ...

    assert registry.find("paint") == registry.Kind("paint", "Painting", None, paint)
    assert registry.title("paint") == "Painting"


def test_followers_are_the_kinds_registered_after_it():
    registry.job("a", title="A")(lambda run, context: None)
    registry.job("c", title="C", after="a")(lambda run, context: None)
    registry.job("b", title="B", after="a")(lambda run, context: None)
    registry.job("d", title="D", after="b")(lambda run, context: None)

    assert [kind.name for kind in registry.followers("a")] == ["b", "c"]


def test_two_handlers_for_one_kind_are_refused():
    registry.job("a", title="A")(lambda run, context: None)

    with pytest.raises(registry.RegistryError, match="two handlers"):
        registry.job("a", title="A")(lambda run, context: None)


def test_an_unknown_kind_is_an_error_to_run_and_keeps_its_name_on_pages():
    with pytest.raises(registry.RegistryError, match="no handler"):
        registry.find("gone")

    assert registry.title("gone") == "gone"
