"""Files to hand over: asked for on a url, written by a job, handed out to the organisation."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import AuditEntry, Role
from jobs import runner
from jobs.models import JobRun
from reports.deliverables import formats
from reports.deliverables.formats import Format
from reports.files import pipeline
from reports.models import FileContent, FileOrder, MadeFile
from tests.api_rows import make_file_template
from tests.factories import MembershipFactory


def text(document, options):
    """A writer that costs nothing: what a real one is given, in a few words."""
    words = [document.organisation, options.audience, document.brand.primary]
    return "\n".join([*words, *(section.message for section in document.sections)]).encode()


@pytest.fixture(autouse=True)
def writers(monkeypatch):
    """Two kinds of files beside the real ones, whose writers have tests of their own."""
    plain = Format("note", "Note", "Words.", "note", "txt", "text/plain", text, of_set=True)
    told = Format(
        "talk", "Talk", "Words for somebody.", "talk", "txt", "text/plain", text,
        audiences={"board": "the board", "full": "everybody"}, compares=True,
        template=formats.Template.PPTX,
    )  # fmt: skip
    monkeypatch.setitem(formats.FORMATS, "note", plain)
    monkeypatch.setitem(formats.FORMATS, "talk", told)


@pytest.fixture
def url(organisation):
    return reverse("files:page", args=[organisation.pk])


@pytest.fixture
def made(client, editor, scenario, url):
    """The editor has asked for one file, and a worker has made it."""
    client.force_login(editor)
    client.post(url, {"format": ["note"]})
    runner.run_pending()
    return files().get()


def files():
    return MadeFile.objects.unscoped("a test looks at what is there")


def jobs():
    return JobRun.objects.unscoped("a test looks at what is there").filter(kind="deliverable")


def download(client, file):
    return client.get(reverse("files:download", args=[file.pk]))


def test_an_editor_makes_files_and_owners_take_them_too(client, editor, owner, scenario, url):
    client.force_login(editor)
    client.post(url, {"format": ["note", "talk"], "audience": "full"})
    assert "Being made" in client.get(url).content.decode()
    runner.run_pending()

    client.force_login(owner)
    listed = client.get(url).content.decode()
    response = download(client, files().get(format="talk"))

    assert "Being made" not in listed
    assert listed.count(str(editor)) == 2
    assert response.content.startswith(b"Alder Works\nfull\n#1d436f\n")
    assert response.headers["Content-Type"] == "text/plain"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    name = response.headers["Content-Disposition"]
    assert name.startswith('attachment; filename="alder-works-talk-full-')
    again = client.get(response.request["PATH_INFO"], HTTP_IF_NONE_MATCH=response.headers["ETag"])
    assert again.status_code == 304
    ordered = AuditEntry.objects.filter(action="file.ordered", actor_id=editor.pk)
    assert ordered.count() == 2


def test_the_same_is_made_once_and_newer_figures_make_another(
    client, editor, made, url, analysis, roadmap, monkeypatch
):
    written = []
    monkeypatch.setattr(pipeline, "write", lambda wanted: written.append(wanted.key) or b"new")
    client.post(url, {"format": ["note"]})
    runner.run_pending()
    assert (written, files().count()) == ([], 1)
    assert FileOrder.objects.unscoped("a test").filter(file=made).count() == 2

    client.post(
        reverse("files:brand", args=[made.organisation_id]),
        {"version": 0, "primary": "#004400", "accent": "#440000", "language": "en", "paper": "a4"},
    )
    client.post(url, {"format": ["note"]})
    runner.run_pending()
    assert (len(written), files().count()) == (1, 2)


def test_the_lists_of_the_page_follow_the_work(client, editor, scenario, url, organisation):
    client.force_login(editor)
    client.post(url, {"format": ["note"]})
    lists = reverse("files:making", args=[organisation.pk])
    seen = re.search(r'name="seen" value="([^"]*)"', client.get(url).content.decode()).group(1)

    assert client.get(lists, {"seen": seen}).status_code == 204
    runner.run_pending()
    after = client.get(lists, {"seen": seen})

    # 286 tells htmx to stop asking.
    assert after.status_code == 286
    assert files().get().name in after.content.decode()
    assert "Being made" not in after.content.decode()


def test_pressing_the_button_twice_is_one_file(client, editor, scenario, url):
    client.force_login(editor)
    client.post(url, {"format": ["note"]})
    client.post(url, {"format": ["note"]})

    assert jobs().count() == 1


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({}, "Choose at least one file."),
        ({"format": ["pictures"]}, "not one of the available choices"),
        ({"format": ["note"], "audience": "everyone"}, "not one of the available choices"),
        ({"format": ["note"], "colour": "red"}, "no field “colour”"),
    ],
)
def test_what_cannot_be_made_is_refused_with_the_reason(client, editor, scenario, url, sent, fault):
    client.force_login(editor)

    response = client.post(url, sent)

    assert response.status_code == 400
    assert fault in response.content.decode()
    assert not jobs().exists()


def test_a_template_that_goes_before_the_file_is_made_is_a_clear_failure(
    client, editor, scenario, url, organisation
):
    template = make_file_template(organisation)
    client.force_login(editor)
    client.post(url, {"format": ["talk"], "pptx": str(template.pk)})
    order = FileOrder.objects.unscoped("a test").get()
    assert order.template == template

    template.delete()
    runner.run_pending()

    assert jobs().get().state == JobRun.State.FAILED
    assert "has been removed. Nothing was made." in jobs().get().error


def test_a_viewer_makes_and_takes_files_but_not_those_of_others(client, viewer, made, url):
    client.force_login(viewer)
    page = client.get(url).content.decode()
    assert "Make the chosen files" in page
    assert made.name not in page
    assert download(client, made).status_code == 404

    assert client.post(url, {"format": ["note"]}).status_code == 302
    runner.run_pending()

    # The same content is the same file: now it is the viewer's, too.
    assert files().get() == made
    assert made.name in client.get(url).content.decode()
    assert download(client, made).status_code == 200


def test_what_others_wait_for_is_shown_to_owners_alone(
    client, editor, viewer, owner, scenario, url, organisation
):
    client.force_login(editor)
    client.post(url, {"format": ["note"]})
    lists = reverse("files:making", args=[organisation.pk])

    for user, there in ((editor, True), (owner, True), (viewer, False)):
        client.force_login(user)
        assert ("Being made" in client.get(url).content.decode()) is there
        assert ("Being made" in client.get(lists, {"seen": "x"}).content.decode()) is there


def test_a_consultant_of_two_clients_gets_each_ones_files_and_nobody_sees_the_others(
    client, made, outsider, other_organisation, url
):
    consultant = MembershipFactory(
        organisation=made.organisation, role=Role.EDITOR, external=True
    ).user
    MembershipFactory(
        organisation=other_organisation, user=consultant, role=Role.EDITOR, external=True
    )
    other_page = reverse("files:page", args=[other_organisation.pk])

    client.force_login(consultant)
    client.post(url, {"format": ["note"]})
    runner.run_pending()
    assert made.name in client.get(url).content.decode()
    assert made.name not in client.get(other_page).content.decode()
    client.force_login(outsider)
    assert download(client, made).status_code == 404
    assert client.get(url).status_code == 404
    assert made.name not in client.get(other_page).content.decode()


def test_without_a_result_the_page_says_what_to_do(client, editor, url):
    client.force_login(editor)

    assert "Nothing to hand over yet" in client.get(url).content.decode()
    assert client.post(url, {"format": ["note"]}).status_code == 400


def test_a_worker_that_dies_leaves_nothing_and_the_next_one_finishes(
    client, editor, scenario, url, monkeypatch
):
    client.force_login(editor)
    client.post(url, {"format": ["note"]})
    store = pipeline.store

    def killed(wanted, data, at):
        store(wanted, data, at)
        raise SystemExit("the process is gone")

    monkeypatch.setattr(pipeline, "store", killed)
    with pytest.raises(SystemExit):
        runner.run_pending()
    assert not files().exists()
    jobs().update(lease_owner="elsewhere::1:0", lease_until="2026-01-01T00:00:00Z")

    monkeypatch.setattr(pipeline, "store", store)
    from jobs.services import sweep

    sweep()
    runner.run_pending()

    assert files().count() == FileContent.objects.count() == 1
    assert jobs().get().attempt == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite can be told to be full")
def test_a_full_disk_leaves_no_row_without_a_file_and_the_page_says_so(
    client, editor, scenario, url, monkeypatch
):
    """The bytes stand in the database, so that a row and its file come together or not at all."""
    client.force_login(editor)
    client.post(url, {"format": ["note"]})
    monkeypatch.setattr(pipeline, "write", lambda wanted: bytes(5_000_000))
    with connection.cursor() as cursor:
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 100}")
    try:
        runner.run_pending()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")

    listed = client.get(url).content.decode()
    assert not files().exists()
    assert not FileContent.objects.exists()
    assert jobs().get().state == JobRun.State.FAILED
    assert "Nothing of it was stored" in listed
    assert "Try again" in listed
    client.post(url, {"format": ["note"]})
    assert "Nothing of it was stored" not in client.get(url).content.decode()
    runner.run_pending()
    assert files().get().size == 5_000_000


def test_a_file_over_the_limit_is_refused_with_the_reason(
    client, editor, scenario, url, monkeypatch
):
    client.force_login(editor)
    client.post(url, {"format": ["note"]})
    monkeypatch.setattr(pipeline, "MAX_FILE_BYTES", 10)
    runner.run_pending()

    assert "larger than 25 MB" in client.get(url).content.decode()
    assert not files().exists()


def test_the_page_costs_the_same_with_many_files(
    client, editor, made, url, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20) as one:
        client.get(url)
    for number in range(12):
        made.pk, made.key = None, f"{number:064d}"
        made.save(force_insert=True)
    with django_assert_max_num_queries(20) as many:
        client.get(url)
    assert len(many) == len(one)


def test_the_charts_come_as_pictures_to_paste(content):
    from reports.deliverables.chart_files import charts
    from reports.tests.deliverable_rows import sample

    archive = zipfile.ZipFile(io.BytesIO(charts(sample())))

    names = archive.namelist()
    assert {"areas.svg", "areas.png"} <= set(names)
    assert archive.read("areas.png").startswith(b"\x89PNG")
    assert b"<svg" in archive.read("areas.svg")[:200]
