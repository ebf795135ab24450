"""Read-only links: what was frozen is read without an account, until the link ends."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from assessments import leaving
from assessments.privacy import set_privacy
from jobs import runner
from reports.deliverables import formats
from reports.deliverables.formats import Format
from reports.files import pipeline
from reports.models import EditedPassage, MadeFile, SharedLink
from reports.tests.rows import make_analysis
from tests.factories import AT

ASKED = {"name": "Board", "pages": ["standing", "gaps"], "days": "30"}


@pytest.fixture(autouse=True)
def writers(monkeypatch):
    """One kind of file, which costs nothing."""
    note = Format(
        "note", "Note", "Words.", "note", "txt", "text/plain", lambda *_rest: b"the file"
    )  # fmt: skip
    monkeypatch.setitem(formats.FORMATS, "note", note)


@pytest.fixture
def url(organisation):
    return reverse("files:links", args=[organisation.pk])


@pytest.fixture
def issue(client, editor, scenario, url):
    """Makes a link and gives its path; whoever reads it then has no account."""

    def make(**wanted):
        client.force_login(editor)
        answer = client.post(url, {**ASKED, **wanted})
        client.logout()
        found = re.search(r"/s/[\w-]{43}/", answer.content.decode())
        assert found, answer.content.decode()
        return found.group()

    return make


@pytest.fixture
def file(client, editor, scenario, organisation):
    client.force_login(editor)
    client.post(reverse("files:page", args=[organisation.pk]), {"format": ["note"]})
    runner.run_pending()
    return MadeFile.objects.unscoped("a test").get()


def links():
    return SharedLink.objects.unscoped("a test looks at what is there")


def test_a_link_shows_what_was_chosen_and_nothing_else(client, issue, file, organisation, editor):
    path = issue(attached=[str(file.pk)])

    response = client.get(path)
    page = response.content.decode()

    assert response.status_code == 200
    assert 'id="standing"' in page
    assert 'id="gaps"' in page
    assert 'id="roadmap"' not in page
    assert organisation.name in page
    assert editor.email not in page
    assert str(editor) not in page
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in page
    # Nothing leads from here into the product.
    own = set(re.findall(r'(?:href|src|srcset)="(/[^"]*)"', page))
    assert own
    assert all(address.startswith((path, "/static/")) for address in own)
    assert client.get(f"{path}files/0/").content == b"the file"
    assert client.get(f"{path}files/1/").status_code == 404
    chart = client.get(f"{path}charts/0.wide-light.svg")
    assert chart.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in chart.content
    assert client.get(f"{path}charts/9.wide-light.svg").status_code == 404
    assert client.get(f"{path}charts/0.print.svg").status_code == 404
    assert b"--brand: #1d436f" in client.get(f"{path}look.css").content
    assert client.get(f"{path}logo.png").status_code == 404


def test_what_people_typed_is_text_on_the_page(client, issue, editor, organisation, analysis):
    bait = "</title></h1><script>alert(1)</script>{{ 7 }}"
    client.force_login(editor)
    look = {"version": 0, "primary": "#004400", "accent": "#440000", "language": "en"}
    names = dict.fromkeys(("client_name", "made_by", "footer", "confidentiality"), bait)
    client.post(reverse("files:brand", args=[organisation.pk]), {**look, **names, "paper": "a4"})
    EditedPassage.objects.create(
        analysis=analysis, key="standing.message", text=bait, basis="b", edited_at=AT
    )

    page = client.get(issue()).content.decode()

    assert page.count("&lt;/title&gt;&lt;/h1&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 }}") >= 5
    assert "<script" not in page


def test_it_stays_as_it_was_frozen_and_says_so(client, issue, assessment, example, analysis):
    path = issue()
    before = client.get(path).content.decode()
    result = {**example[1], "overall": {**example[1]["overall"], "index": 12.0}}
    make_analysis(assessment, result, at=AT + timedelta(days=1), digest="b")

    after = client.get(path).content.decode()

    assert "Newer figures exist" not in before
    assert "Newer figures exist" in after
    assert before.split('id="standing"')[1] == after.split('id="standing"')[1]


def test_reading_changes_nothing_but_the_count(client, issue, editor, url):
    path = issue()
    entries = AuditEntry.objects.count()
    for _time in range(3):
        client.get(path)
    client.head(path)

    link = links().get()
    assert link.views == 3
    assert AuditEntry.objects.count() == entries
    assert link.digest not in path
    assert path.split("/")[2] not in str(vars(link))
    client.force_login(editor)
    assert "Board" in client.get(url).content.decode()


def test_it_ends_when_its_time_is_over_and_when_somebody_ends_it(client, issue, editor, url):
    over, ended = issue(days="2"), issue(name="Other")
    unknown = client.get("/s/" + "x" * 43 + "/")
    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=-1), tick=False):
        assert client.get(over).status_code == 200
    client.force_login(editor)
    other = links().get(name="Other")
    revoke = reverse("files:link-revoke", args=[other.organisation_id, other.pk])
    client.post(revoke)
    client.post(revoke)
    client.logout()

    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1), tick=False):
        gone, revoked = client.get(over), client.get(ended)
        assert client.get(f"{over}charts/0.wide-light.svg").status_code == 404

    assert (unknown.status_code, revoked.status_code, gone.status_code) == (404, 404, 410)
    assert unknown.content == revoked.content == gone.content
    assert "This link does not work" in gone.content.decode()
    assert links().get(name="Other").document == ""
    assert AuditEntry.objects.filter(action="shared_link.revoked").count() == 1


def test_who_guesses_links_has_to_wait(client, db):
    answers = [client.get(f"/s/guess-{number}/").status_code for number in range(25)]

    assert answers[:20] == [404] * 20
    assert answers[-1] == 429


def test_a_passcode_is_asked_for_and_wrong_ones_are_counted(client, issue):
    path = issue(passcode="correct horse")
    asked = client.get(path)

    assert "asks for a passcode" in asked.content.decode()
    assert 'id="standing"' not in asked.content.decode()
    assert asked.headers["Referrer-Policy"] == "same-origin"
    assert client.get(f"{path}charts/0.wide-light.svg").status_code == 404
    assert client.post(path, {"passcode": "wrong horse"}).status_code == 400
    assert client.post(path, {"passcode": "correct horse"}).status_code == 302
    assert 'id="standing"' in client.get(path).content.decode()
    client.logout()
    statuses = [client.post(path, {"passcode": "wrong"}).status_code for _time in range(20)]
    assert statuses[:19] == [400] * 19
    assert statuses[-1] == 429
    assert client.post(path, {"passcode": "correct horse"}).status_code == 429
    assert "correct horse" not in str(vars(links().get()))


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"pages": []}, "at least one page or one file"),
        ({"pages": ["secrets"]}, "not one of the available choices"),
        ({"days": "0"}, "greater than or equal to 1"),
        ({"days": "366"}, "less than or equal to 365"),
        ({"name": ""}, "required"),
        ({"passcode": "short"}, "at least 8 characters"),
        ({"attached": ["8c1f3c1e-0000-4000-8000-000000000000"]}, "not one of the available"),
    ],
)
def test_a_link_that_cannot_be_is_refused_and_none_is_made(
    client, editor, scenario, url, wrong, fault
):
    client.force_login(editor)

    response = client.post(url, {**ASKED, **wrong})

    assert response.status_code == 400
    assert fault in response.content.decode()
    assert not links().exists()


def test_only_editors_of_the_organisation_make_and_see_links(
    client, issue, viewer, outsider, url, other_organisation
):
    issue()
    link = links().get()
    revoke = reverse("files:link-revoke", args=[link.organisation_id, link.pk])
    elsewhere = reverse("files:link-revoke", args=[other_organisation.pk, link.pk])

    client.force_login(viewer)
    assert {client.get(url).status_code, client.post(revoke).status_code} == {403}
    client.force_login(outsider)
    assert client.get(url).status_code == 404
    assert client.post(revoke).status_code == client.post(elsewhere).status_code == 404
    assert links().get().revoked_at is None


def test_files_and_links_go_with_the_result_when_privacy_is_made_stricter(
    client, issue, file, assessment, analysis
):
    path = issue(attached=[str(file.pk)])
    EditedPassage.objects.create(
        analysis=analysis, key="standing", text="Our words", basis="b", edited_at=AT
    )

    set_privacy(
        assessment=assessment, privacy="confidential", minimum_group=5, by=None, at=timezone.now()
    )

    assert client.get(path).status_code == 404
    assert not MadeFile.objects.unscoped("a test").exists()
    assert not EditedPassage.objects.unscoped("a test").exists()
    assert not links().exists()


def test_files_and_what_links_show_go_when_small_groups_leave_a_result(
    client, issue, file, assessment, editor, url
):
    path = issue(attached=[str(file.pk)])
    client.get(f"{path}charts/0.wide-light.svg")

    with transaction.atomic():
        leaving.blur_earlier_results(assessment)

    assert client.get(path).status_code == 404
    assert client.get(f"{path}files/0/").status_code == 404
    assert not MadeFile.objects.unscoped("a test").exists()
    row = links().get()
    assert (row.document, row.pictures.count(), row.files.count()) == ("", 0, 0)
    client.force_login(editor)
    assert "taken back" in client.get(url).content.decode()


def test_a_file_written_while_somebody_is_erased_is_not_kept(
    client, editor, scenario, organisation, assessment, monkeypatch
):
    client.force_login(editor)
    client.post(reverse("files:page", args=[organisation.pk]), {"format": ["note"]})
    write = pipeline.write
    written = []

    def slow(wanted):
        if not written:
            leaving.blur_earlier_results(assessment)
        written.append(wanted.document_digest)
        return write(wanted)

    monkeypatch.setattr(pipeline, "write", slow)
    runner.run_pending()

    assert len(set(written)) == 2
    assert MadeFile.objects.unscoped("a test").get().document_digest == written[1]


def test_what_nobody_needs_any_more_is_let_go_by_the_calendar(client, issue, file):
    path = issue(attached=[str(file.pk)], days="120")
    issue(name="Short", days="1")
    now = timezone.now()
    files = MadeFile.objects.unscoped("a test")

    pipeline.keep(now + timedelta(days=2))
    assert set(links().values_list("name", "document")) == {
        ("Short", ""),
        ("Board", links().get(name="Board").document),
    }
    # Kept longer while a link shows it.
    pipeline.keep(now + timedelta(days=100))
    assert files.exists()
    assert not links().filter(name="Short").exists()
    pipeline.keep(now + timedelta(days=121))
    pipeline.keep(now + timedelta(days=121))
    assert not files.exists()
    assert client.get(path).status_code == 404


def test_a_page_with_many_charts_costs_few_queries(client, issue, django_assert_max_num_queries):
    path = issue(pages=["standing", "gaps", "roadmap", "asks", "uncertain", "areas", "answers"])

    with django_assert_max_num_queries(8):
        client.get(path)
