"""What a pack must make sense of: every fault kind, with its file and path."""

from __future__ import annotations

from typing import Any

import pytest

from capabilities.engine_values import engine_framework
from capabilities.faults import PackError
from capabilities.tests.packs import SOURCE, content, copy_pack, replace
from capabilities.tests.sense_cases import CASES
from capabilities.validation import advice, check_content, check_pack, simulation
from capabilities.validation.index import Index

ROLES, AREA, WORK = "roles.yaml", "areas/process.yaml", "initiatives/process.yaml"


def put(document: dict[str, Any], path: str, value: Any) -> None:
    """Set the value at a path such as `areas.process.capabilities.0.owner`."""
    *way, last = path.split("/")
    node: Any = document
    for step in way:
        node = node[int(step) if isinstance(node, list) else step]
    node[int(last) if isinstance(node, list) else last] = value


def faults_after(*changes: tuple[str, Any]) -> list[str]:
    document = content()
    for path, value in changes:
        put(document, path, value)
    return [str(fault) for fault in check_content(document)]


def test_the_bundled_pack_has_no_fault_and_no_advice():
    assert check_content(content()) == []
    assert advice(content()) == []


@pytest.mark.parametrize("case", CASES)
def test_a_fault_of_sense_names_file_and_path(case):
    path, value, expected = CASES[case]

    assert any(expected in fault for fault in faults_after((path, value)))


def test_a_quick_win_takes_at_most_eight_person_weeks():
    just = faults_after(("initiatives/process/initiatives/0/effort/ops_manager", 5.0))
    over = faults_after(
        ("initiatives/process/initiatives/0/effort", {"ops_manager": 4.0, "cmo": 4.5})
    )

    assert just == []
    assert over == [
        (
            "initiatives/process.yaml: initiatives[0].quick_win: 8.5 person-weeks are more than a"
            " quick win's 8"
        )
    ]


def test_a_capability_without_kpi_skill_or_target_is_found():
    document = content()
    del document["profiles"]["growth"][0]["targets"]["people.knowledge"]
    for kind in ("kpis", "skills"):
        for item in document[kind][kind]:
            item["capabilities"] = [k for k in item["capabilities"] if k != "people.knowledge"]

    assert {str(fault) for fault in check_content(document)} >= {
        "profiles.yaml: growth[0].targets: no target for people.knowledge",
        "kpis.yaml: kpis: no KPI measures people.knowledge",
        "skills.yaml: skills: no skill serves people.knowledge",
    }


def test_a_stage_that_requires_nothing_is_found():
    document = content()
    for capability in document["areas"]["process"]["capabilities"]:
        capability["required_from"] = 3

    assert [str(fault) for fault in check_content(document)] == [
        "areas/process.yaml: capabilities: none is required from stage 2"
    ]


def test_a_skill_that_nobody_needs_is_found():
    document = content()
    for need in document["skills"]["requirements"].values():
        need.pop("metric_design", None)

    assert any("no role needs metric_design" in str(f) for f in check_content(document))


def test_roles_that_fall_back_on_each_other_are_found():
    faults = faults_after(
        ("roles/roles/0/fallback", "data_steward"), ("roles/roles/1/fallback", "data_admin")
    )

    assert "roles.yaml: roles[0].fallback: goes round in a circle at data_admin" in faults


def test_two_separate_circles_are_both_found():
    faults = faults_after(
        ("initiatives/process/initiatives/0/requires", ["proc-register-and-measure"]),
        ("initiatives/process/initiatives/1/requires", ["proc-lead-agreement"]),
    )

    assert sum("circle" in fault for fault in faults) == 2


def test_a_start_that_gets_stuck_is_found():
    document = content()
    document["initiatives"]["process"]["initiatives"].pop(1)
    index = Index.of(document)
    for item in index.initiatives.values():
        item["requires"] = [need for need in item["requires"] if need != "proc-lead-definitions"]

    simulation.check(index)
    place = ("areas/process.yaml", "capabilities[2]")
    stuck = [str(fault) for fault in index.faults if (fault.file, fault.path) == place]

    assert stuck[0] == (
        "areas/process.yaml: capabilities[2]: stays at level 1 from a start at level 1 everywhere"
    )
    assert stuck[1].startswith("areas/process.yaml: capabilities[2]: stays below level 5 in ")


def test_work_in_catalogue_order_reaches_level_five_everywhere():
    framework = engine_framework(content())

    final = simulation.play(framework, {item.key: 1 for item in framework.capabilities}, None)

    assert set(final.values()) == {5}


def test_sense_is_asked_even_where_form_has_faults(tmp_path):
    folder = copy_pack(tmp_path / "pack")
    replace(folder, AREA, "  required_from: 2", "  required_from: often")
    replace(folder, AREA, "  owner: process_analyst", "  owner: nobody")
    replace(folder, WORK, "[process_documented_share, launch_defect_rate]", "[luck]")
    replace(folder, ROLES, "fallback: ma_admin", "fallback: nobody_else")
    replace(folder, "inventories.yaml", "weight: 0.25", "weight: 0.35")

    with pytest.raises(PackError) as caught:
        check_pack(folder)

    assert [str(fault) for fault in caught.value.faults] == [
        "areas/process.yaml: capabilities[0].owner: unknown role nobody",
        "areas/process.yaml: capabilities[0].required_from: expected a whole number from 2 to 5",
        "initiatives/process.yaml: initiatives[0].kpis: unknown KPI luck",
        "inventories.yaml: inventories[0].health_score.parts: the weights add up to 1.1, not to 1",
        "roles.yaml: roles[0].fallback: unknown role nobody_else",
    ]


def test_a_torn_file_is_one_fault_and_not_a_hundred(tmp_path):
    folder = copy_pack(tmp_path / "pack")
    replace(folder, AREA, "capabilities:", "capabilities: {")
    replace(folder, "stages.yaml", "phi: 0.8", "phi: 8")

    with pytest.raises(PackError) as caught:
        check_pack(folder)

    assert [fault.file for fault in caught.value.faults] == [AREA, "stages.yaml"]


def test_a_sound_folder_gives_its_pack():
    assert check_pack(SOURCE).key == "mops-capability"
