"""The form of a pack's files: what is text, what is a number, and faults that name their place."""

from __future__ import annotations

import pytest

from capabilities.engine_values import engine_framework
from capabilities.faults import PackError
from capabilities.pack import bundled, bundled_folders, read_pack
from capabilities.tests.packs import copy_pack, replace
from engine.digest import digest

PROCESS = "areas/process.yaml"


@pytest.fixture
def folder(tmp_path):
    return copy_pack(tmp_path / "pack")


def faults_of(folder) -> list[str]:
    with pytest.raises(PackError) as caught:
        read_pack(folder)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize("word", ["no", "012", "1e3", ".nan", "2026-01-01", "12:30:45", "~", "5"])
def test_a_word_is_text_where_text_is_expected(folder, word):
    replace(folder, PROCESS, "- None that people use", f"- {word}")

    options = read_pack(folder).content["areas"]["process"]["capabilities"][0]["questions"][0][
        "options"
    ]

    assert options[0] == word


@pytest.mark.parametrize(
    ("file", "old", "new", "path", "message"),
    [
        (
            PROCESS,
            "    - None that people use\n",
            "",
            "capabilities[0].questions[0].options",
            "4 entries, expected 5",
        ),
        (
            PROCESS,
            "  required_from: 2",
            "  required_from: 6",
            "capabilities[0].required_from",
            "6 is not from 2 to 5",
        ),
        (
            PROCESS,
            "  required_from: 2",
            "  required_from: 02",
            "capabilities[0].required_from",
            "expected a whole number from 2 to 5",
        ),
        (
            PROCESS,
            "  owner: process_analyst\n",
            "",
            "capabilities[0].owner",
            "missing",
        ),
        (
            PROCESS,
            "  owner: process_analyst\n",
            "  owner: process_analyst\n  colour: red\n",
            "capabilities[0].colour",
            "unknown field",
        ),
        (
            PROCESS,
            "  owner: process_analyst\n",
            "  owner: [process_analyst]\n",
            "capabilities[0].owner",
            "expected text, found a list",
        ),
        (
            PROCESS,
            "    1: Work rests",
            "    6: Work rests",
            "capabilities[0].levels",
            "expected the levels 1, 2, 3, 4, 5 in this order",
        ),
        (
            PROCESS,
            "    quick: false",
            "    quick: no",
            "capabilities[0].questions[0].quick",
            "expected true or false",
        ),
        (
            PROCESS,
            "- key: process.documentation\n",
            "- key: Process\n",
            "capabilities[0].key",
            "'Process' is not a key like area.capability",
        ),
        (
            PROCESS,
            "  name: Process documentation and optimisation",
            '  name: "a\\0b"',
            "capabilities[0].name",
            "Character U+0000 is not allowed here.",
        ),
        (
            PROCESS,
            "  name: Process documentation and optimisation",
            f"  name: {'x' * 201}",
            "capabilities[0].name",
            "Use at most 200 characters.",
        ),
        (
            PROCESS,
            "  name: Process documentation and optimisation",
            "  name:",
            "capabilities[0].name",
            "empty text",
        ),
        (
            "framework.yaml",
            "format: 1",
            "format: 2",
            "format",
            "2 is not from 1 to 1",
        ),
        (
            "stages.yaml",
            "phi: 0.8",
            "phi: .inf",
            "phi",
            "expected a number from 0.5 to 1",
        ),
        (
            "stages.yaml",
            "phi: 0.8",
            "phi: 1.01",
            "phi",
            "1.01 is not from 0.5 to 1",
        ),
        (
            "profiles.yaml",
            "mark: 2, why",
            "mark: 3, why",
            "goals[0].adjust[0].mark",
            "3 is not from 1 to 2",
        ),
        (
            "kpis.yaml",
            "direction: up",
            "direction: sideways",
            "kpis[0].direction",
            "expected one of: up, down",
        ),
        (
            "initiatives/process.yaml",
            "  requires: []",
            "  requires: [{capability: data.quality}]",
            "initiatives[0].requires[0].level",
            "missing",
        ),
        (
            "initiatives/process.yaml",
            "  effort: {campaign_ops_specialist: 2,",
            "  effort: {campaign_ops_specialist: 0,",
            "initiatives[0].effort.campaign_ops_specialist",
            "0 is not from 0.01 to 1000",
        ),
    ],
)
def test_a_fault_names_file_and_path(folder, file, old, new, path, message):
    replace(folder, file, old, new)

    assert faults_of(folder) == [f"{file}: {path}: {message}"]


def test_all_faults_are_found_in_one_run(folder):
    replace(folder, "stages.yaml", "phi: 0.8", "phi: many")
    replace(folder, PROCESS, "    quick: false", "    quick: maybe")
    replace(folder, "kpis.yaml", "kpis:", "kpis: &all")
    (folder / "skills.yaml").unlink()
    (folder / "areas/proces.yaml").write_text("area: process")

    assert faults_of(folder) == [
        "stages.yaml: phi: expected a number from 0.5 to 1",
        "kpis.yaml: kpis: anchors and aliases (& and *) are not allowed",
        "skills.yaml: cannot be read: No such file or directory",
        "areas/process.yaml: capabilities[0].questions[0].quick: expected true or false",
        "areas/proces.yaml: not a file of a content pack",
    ]


def test_an_area_key_cannot_lead_out_of_the_folder(folder):
    replace(folder, "framework.yaml", "- key: data\n", "- key: ../../etc/passwd\n")

    assert any("areas[0].key" in fault for fault in faults_of(folder))
    assert not any("passwd.yaml" in fault for fault in faults_of(folder))


def test_what_is_not_a_folder_is_said_to_be_none(tmp_path):
    assert faults_of(tmp_path / "nothing")[0].endswith("not a folder")


def test_an_unknown_bundled_key_is_refused():
    with pytest.raises(PackError, match="no framework of this key"):
        bundled("unknown")


def test_bundled_packs_stand_under_their_key_and_version():
    for (key, version), folder in bundled_folders().items():
        pack = read_pack(folder)
        assert (pack.key, pack.version) == (key, version)


def test_the_digest_is_over_the_content_and_not_its_order(folder):
    pack = read_pack(folder)
    turned = dict(reversed(pack.content.items()))

    assert digest(turned) == pack.digest == bundled().digest
    assert engine_framework(turned) == engine_framework(pack.content)


def test_any_change_of_the_text_changes_the_digest(folder):
    replace(folder, PROCESS, "None that people use", "None that people used")

    assert read_pack(folder).digest != bundled().digest
