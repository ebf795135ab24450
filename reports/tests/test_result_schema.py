"""The document that the engine makes is the one that docs/result.schema.json describes."""

import pytest
from jsonschema import Draft202012Validator


def order_faults(value, schema, root, path=""):
    """Paths at which the keys of the document stand in another order than in the schema."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        options = [o for o in schema["anyOf"] if o.get("type") != "null"]
        return order_faults(value, options[0], root, path) if value is not None else []
    if isinstance(value, list):
        return [
            fault
            for position, item in enumerate(value)
            for fault in order_faults(item, schema.get("items", {}), root, f"{path}[{position}]")
        ]
    if not isinstance(value, dict) or "properties" not in schema:
        return []
    faults = [] if list(value) == list(schema["properties"]) else [path]
    for key, item in value.items():
        faults += order_faults(item, schema["properties"][key], root, f"{path}.{key}")
    return faults


def test_the_schema_is_sound(schema):
    Draft202012Validator.check_schema(schema)


def test_a_real_result_fits_the_schema(document, schema):
    errors = [
        f"{error.json_path}: {error.message}"
        for error in Draft202012Validator(schema).iter_errors(document)
    ]

    assert errors == []


def test_keys_keep_the_documented_order(document, schema):
    assert order_faults(document, schema, schema) == []


@pytest.mark.parametrize("respondents", [1, 2])
def test_a_result_of_very_few_people_fits_the_schema(make_document, schema, respondents):
    document = make_document(people=respondents)

    assert not list(Draft202012Validator(schema).iter_errors(document))


def test_every_initiative_is_planned_or_left_out_with_a_reason_or_held(document, content):
    plan = document["roadmap"]
    placed = {item["initiative"] for item in plan["items"]}
    left = {item["initiative"] for item in plan["left_out"]}
    levels = {item["key"]: item["level"] for item in document["capabilities"]}
    held = {
        initiative["key"]
        for area in content["initiatives"].values()
        for initiative in area["initiatives"]
        if all(levels[step["capability"]] >= step["to"] for step in initiative["raises"])
    }
    everything = {
        initiative["key"]
        for area in content["initiatives"].values()
        for initiative in area["initiatives"]
    }

    assert placed.isdisjoint(left)
    assert placed | left == everything - held
