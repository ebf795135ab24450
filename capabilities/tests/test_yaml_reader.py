"""Reading YAML without trusting it."""

from __future__ import annotations

import pytest

from capabilities.yaml_reader import MAX_BYTES, MAX_DEPTH, MAX_NODES, read_yaml


def read(text: str):
    document, faults = read_yaml(text.encode(), "a.yaml")
    return document, [str(fault) for fault in faults]


@pytest.mark.parametrize(
    "word",
    ["no", "on", "012", "1e3", ".nan", ".inf", "1_000", "2026-01-01", "12:30:45", "~", "null", "1"],
)
def test_every_value_stays_text(word):
    assert read(f"{{key: {word}, list: [{word}]}}") == ({"key": word, "list": [word]}, [])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('!!python/object/apply:os.system ["id"]', "tags are not allowed"),
        ("a: !!python/name:os.system x", "a: tags are not allowed"),
        ("a: [b, !!binary aGk=]", "a[1]: tags are not allowed"),
        ("a: !!set {b}", "tags are not allowed"),
        ("a: !!timestamp 2026-01-01", "tags are not allowed"),
        ("a: !x y", "tags are not allowed, found !x"),
        ("a: &x b", "anchors and aliases"),
        ("&a [*a]", "anchors and aliases"),
        ("a: {<<: {b: c}}", "a.<<: merge keys"),
        ("a: {b: 1, b: 2}", "a.b: this key is given twice"),
        ("a:\n\tb: 1", "not valid YAML"),
        ("a: b\n---\nc: d", "more than one document"),
        ("? {a: 1}\n: b", "a key must be text"),
        ("? [a]\n: b", "a key must be text"),
        ("", "the file is empty"),
        ("# nothing\n", "the file is empty"),
        ("a: b\x07", "not valid YAML"),
    ],
)
def test_what_is_more_than_plain_data_is_refused(text, fault):
    _, faults = read(text)

    assert len(faults) == 1
    assert faults[0].startswith("a.yaml: ")
    assert fault in faults[0]


def test_a_billion_laughs_stop_at_the_first_anchor():
    layers = ["a0: &a0 [lol]"]
    layers += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 7)]

    document, faults = read("\n".join(layers))

    assert document is None
    assert len(faults) == 1


def test_syntax_faults_say_where():
    assert "line 2, column" in read("a: b\nc: [d: e: f")[1][0]


def test_duplicate_keys_are_all_found_and_the_rest_is_read():
    document, faults = read("{a: 1, a: 2, b: {c: 1, c: 2}}")

    assert faults == ["a.yaml: a: this key is given twice", "a.yaml: b.c: this key is given twice"]
    assert document == {"a": "2", "b": {"c": "2"}}


@pytest.mark.parametrize(("depth", "accepted"), [(MAX_DEPTH, True), (MAX_DEPTH + 1, False)])
def test_depth_has_a_limit(depth, accepted):
    _, faults = read("[" * depth + "]" * depth)

    assert (not faults) == accepted


def test_three_thousand_brackets_are_refused_without_harm():
    assert "nested deeper" in read("[" * 3000)[1][0]


@pytest.mark.parametrize(("nodes", "accepted"), [(MAX_NODES, True), (MAX_NODES + 1, False)])
def test_the_number_of_values_has_a_limit(nodes, accepted):
    _, faults = read("[" + ",".join(["a"] * (nodes - 1)) + "]")

    assert (not faults) == accepted


@pytest.mark.parametrize(("size", "accepted"), [(MAX_BYTES, True), (MAX_BYTES + 1, False)])
def test_the_size_has_a_limit(size, accepted):
    _, faults = read("a" * size)

    assert (not faults) == accepted


def test_what_is_not_utf8_is_refused():
    document, faults = read_yaml(b"a: \xff", "a.yaml")

    assert document is None
    assert str(faults[0]) == "a.yaml: not UTF-8 at byte 3"


def test_a_byte_order_mark_is_no_part_of_the_first_key():
    assert read_yaml(b"\xef\xbb\xbfa: b", "a.yaml")[0] == {"a": "b"}
