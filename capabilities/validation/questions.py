"""The base of the framework and its tree: areas, capabilities, questions, options."""

from __future__ import annotations

from capabilities.schema import LEVEL_COUNT
from capabilities.shapes import Place
from capabilities.validation.index import Entry, Found, Index, entries, known, unique, unique_keys

ANSWER_SCALE = ["1", "2", "3", "4", "5", "na", "dk"]
NAMED_LISTS = ("areas", "lenses", "stages", "na_reasons", "respondent_roles", "scope")


def check(index: Index) -> None:
    _check_base(index)
    _check_scope(index)
    for folder, field in (("areas", "capabilities"), ("initiatives", "initiatives")):
        _check_file_areas(index, folder)
        unique_keys(index.in_areas(folder, field), field)
    capabilities = index.in_areas("areas", "capabilities")
    for at, capability in capabilities:
        _check_capability(index, at, capability)
    _check_questions(index, _questions(capabilities))


def _check_base(index: Index) -> None:
    base = index.place("framework")
    for field in NAMED_LISTS:
        unique_keys(index.listed("framework", field), field)
    content = index.content["framework"]
    if [stage["level"] for stage in content["stages"]] != list(range(1, LEVEL_COUNT + 1)):
        base.key("stages").fault("expected the levels 1 to 5 in order")
    if [step["key"] for step in content["answer_scale"]] != ANSWER_SCALE:
        base.key("answer_scale").fault("expected the keys " + ", ".join(ANSWER_SCALE))
    if [stage["stage"] for stage in index.content["stages"]["stages"]] != index.stages:
        index.place("stages").key("stages").fault("expected the stages of framework.yaml in order")


def _check_scope(index: Index) -> None:
    covered = set()
    for at, item in index.listed("framework", "scope"):
        index.known_capabilities(item["capabilities"], at.key("capabilities"))
        covered.update(item["capabilities"])
    for key in index.capabilities.keys() - covered:
        index.place("framework").key("scope").fault(f"does not cover {key}")
    for field in ("data_lifecycle", "service_practices"):
        for at, item in index.listed("framework", field):
            index.known_capabilities([item["capability"]], at.key("capability"))


def _check_file_areas(index: Index, folder: str) -> None:
    for area in index.areas:
        named = index.content[folder][area]["area"]
        if named and named != area:
            index.place(f"{folder}/{area}").key("area").fault(f"expected {area}, found {named}")


def _check_capability(index: Index, at: Place, capability: Entry) -> None:
    area = at.file.removeprefix("areas/").removesuffix(".yaml")
    if capability["key"] and not capability["key"].startswith(f"{area}."):
        at.key("key").fault(f"{capability['key']} does not begin with {area}.")
    known([capability["owner"]], index.roles, at.key("owner"), "role")
    levels = at.key("levels")
    unique(
        ((levels.key(str(n)), text) for n, text in enumerate(capability["levels"], start=1)),
        "level text",
    )


def _questions(capabilities: list[Found]) -> list[tuple[str, Place, Entry]]:
    """Each question with the key of its capability."""
    return [
        (capability["key"], place, question)
        for at, capability in capabilities
        for place, question in entries(at.key("questions"), capability["questions"])
    ]


def _check_questions(index: Index, questions: list[tuple[str, Place, Entry]]) -> None:
    unique_keys(((at, question) for _, at, question in questions), "question")
    unique(((at.key("text"), question["text"]) for _, at, question in questions), "question text")
    for capability, at, question in questions:
        _check_question(index, capability, at, question)


def _check_question(index: Index, capability: str, at: Place, question: Entry) -> None:
    if capability and question["key"] and not question["key"].startswith(f"{capability}."):
        at.key("key").fault(f"{question['key']} does not begin with {capability}.")
    if question["text"] and not question["text"].endswith("?"):
        at.key("text").fault("does not end with a question mark")
    known([question["lens"]], index.lenses, at.key("lens"), "lens")
    known(question["roles"], index.respondents, at.key("roles"), "respondent role")
    roles, options = at.key("roles"), at.key("options")
    unique(((roles.item(n), role) for n, role in enumerate(question["roles"])), "role")
    unique(((options.item(n), text) for n, text in enumerate(question["options"])), "option")
