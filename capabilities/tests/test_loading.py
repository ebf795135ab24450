"""Bringing packs into the database: once, whole, and never over a published version."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from accounts.models import AuditEntry
from capabilities.models import Area, Capability, Framework, Initiative, Question
from capabilities.pack import bundled, read_pack
from capabilities.services import FrameworkPublishedError, load_framework, publish
from capabilities.tests.packs import copy_pack, replace
from tests.factories import AT, UserFactory

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


@pytest.fixture
def folder(tmp_path):
    return copy_pack(tmp_path / "pack")


@pytest.fixture
def changed(folder):
    replace(folder, "areas/process.yaml", "None that people use", "Not one that people use")
    return read_pack(folder)


def load(pack=None):
    return load_framework(pack=pack or bundled(), by=None, at=AT)


def test_a_pack_becomes_rows_in_catalogue_order():
    framework = load()

    counts = [model.objects.count() for model in (Area, Capability, Question, Initiative)]
    assert counts == [5, 30, 60, 70]
    assert framework.status == Framework.Status.DRAFT
    assert framework.content == bundled().content
    assert [area.key for area in Area.objects.all()][:2] == ["data", "technology"]
    first = Capability.objects.filter(area__key="process").first()
    assert first.key == "process.documentation"
    assert first.levels[0].startswith("Work rests on memory")
    assert Initiative.objects.get(key="proc-lead-agreement").cost_high == 20


def test_loading_the_same_pack_again_changes_nothing(django_assert_max_num_queries):
    before = load()
    rows = list(Question.objects.values_list("pk", flat=True))
    entries = AuditEntry.objects.count()

    with django_assert_max_num_queries(4):
        after = load()

    assert after == before
    assert list(Question.objects.values_list("pk", flat=True)) == rows
    assert AuditEntry.objects.count() == entries


def test_a_draft_takes_new_content(changed):
    before = load()

    after = load(changed)

    assert after.pk == before.pk
    assert after.digest == changed.digest
    assert Question.objects.count() == 60
    question = Question.objects.get(key="process.documentation.coverage")
    assert question.options[0] == "Not one that people use"


def test_a_published_version_never_changes(framework, changed):
    with pytest.raises(FrameworkPublishedError, match="publish a new version"):
        load(changed)

    framework.refresh_from_db()
    question = Question.objects.get(key="process.documentation.coverage")
    assert framework.digest == bundled().digest
    assert question.options[0] == "None that people use"


def test_a_new_version_stands_beside_the_published_one(framework, folder):
    replace(folder, "framework.yaml", "version: 1", "version: 2")

    newer = load(read_pack(folder))

    assert newer.pk != framework.pk
    assert Framework.objects.count() == 2
    assert Question.objects.count() == 120


def test_publishing_happens_once(framework):
    again = publish(framework=framework, by=None, at=LATER)

    assert again.published_at == AT
    assert AuditEntry.objects.filter(action="framework.publish").count() == 1


def test_who_loaded_and_published_is_recorded():
    user = UserFactory()
    framework = load_framework(pack=bundled(), by=user.pk, at=AT)
    publish(framework=framework, by=user.pk, at=AT)

    entries = AuditEntry.objects.order_by("action").values_list("action", "actor_id", "subject_id")

    assert list(entries) == [
        ("framework.load", user.pk, str(framework.pk)),
        ("framework.publish", user.pk, str(framework.pk)),
    ]


def test_one_version_is_there_once(framework):
    with pytest.raises(IntegrityError, match="framework"):
        Framework.objects.create(
            key=framework.key, version=framework.version, name="x", content={}, digest="0" * 64
        )


def test_published_and_its_date_go_together(framework):
    with pytest.raises(IntegrityError, match="framework_published_at_iff_published"):
        Framework.objects.filter(pk=framework.pk).update(published_at=None)


def run(command: str, *args: str, **options) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(command, *args, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_the_command_loads_and_publishes_the_bundled_packs():
    for _ in range(2):
        out, _err = run("load_framework")

    assert out == "mops-capability version 1: published\n"
    assert Framework.objects.get().status == Framework.Status.PUBLISHED


def test_the_command_can_stop_at_a_draft(folder):
    out, _err = run("load_framework", str(folder), draft=True)

    assert out == "mops-capability version 1: draft\n"


def test_the_command_refuses_to_change_a_published_version(framework, folder):
    replace(folder, "areas/process.yaml", "None that people use", "Not one that people use")

    with pytest.raises(CommandError, match="publish a new version"):
        run("load_framework", str(folder))


def test_the_command_loads_nothing_of_a_faulty_pack(folder):
    replace(folder, "stages.yaml", "phi: 0.8", "phi: 8")

    with pytest.raises(CommandError, match="1 to change"):
        run("load_framework", str(folder))

    assert not Framework.objects.exists()


def test_checking_says_that_a_pack_is_sound():
    assert run("check_framework") == ("mops-capability version 1: sound\n", "")


def test_checking_lists_every_fault_and_fails(folder):
    replace(folder, "stages.yaml", "phi: 0.8", "phi: 8")
    replace(folder, "kpis.yaml", "direction: up", "direction: sideways")
    err = StringIO()

    with pytest.raises(SystemExit) as caught:
        call_command("check_framework", str(folder), stderr=err)

    assert caught.value.code == 1
    assert err.getvalue().splitlines() == [
        "kpis.yaml: kpis[0].direction: expected one of: up, down",
        "stages.yaml: phi: 8 is not from 0.5 to 1",
        f"{folder}: 2 to change",
    ]


def test_checking_notes_what_could_be_better(folder):
    replace(
        folder,
        "initiatives/process.yaml",
        "kpis: [process_documented_share, launch_defect_rate]",
        "kpis: [process_documented_share]",
    )

    out, _err = run("check_framework", str(folder))

    assert out.splitlines()[0] == (
        "note: initiatives/process.yaml: initiatives[0].kpis:"
        " none of them measures process.campaign"
    )
