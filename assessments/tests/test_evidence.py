"""Files on answers: what is taken, who may read it, and that it goes with the person."""

import io
import json
import stat
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.actor import Actor
from accounts.models import AuditEntry
from assessments import (
    access,
    calendar,
    evidence,
    evidence_file,
    guests,
    leaving,
    own_data,
    pipeline,
)
from assessments.evidence_file import FileRefusedError, check, shown_name
from assessments.models import Answer, EvidenceFile, Respondent
from assessments.privacy import set_privacy
from assessments.tests.test_links import QUESTION, begin
from capabilities import catalogue
from tests.factories import AT, RespondentFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n/OpenAction << /S /JavaScript >>\n%%EOF"


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    """A directory of the test's own."""
    own = {**settings.STORAGES["evidence"]["OPTIONS"], "location": tmp_path / "evidence"}
    changed = {**settings.STORAGES["evidence"], "OPTIONS": own}
    settings.STORAGES = {**settings.STORAGES, "evidence": changed}
    return tmp_path / "evidence"


def picture(kind="PNG", size=(8, 8), **saved):
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind, **saved)
    return out.getvalue()


def office(*names, main="word/document.xml"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", main, *names):
            archive.writestr(name, "<x/>")
    return out.getvalue()


def attach(client, person, data=PDF, name="register.pdf", question=QUESTION):
    return client.post(
        reverse("assessments:evidence-attach", args=[person.pk, question]),
        {"file": SimpleUploadedFile(name, data)},
    )


def address(file, name="file"):
    return reverse(f"assessments:evidence-{name}", args=[file.respondent_id, file.pk])


def status_of(client, address):
    """Read to its end, which closes the file."""
    reply = client.get(address)
    b"".join(reply)
    return reply.status_code


def stored():
    return EvidenceFile.objects.unscoped("looking").get()


def on_disk(place):
    return sorted(place.iterdir()) if place.exists() else []


class TestWhatIsTaken:
    @pytest.mark.parametrize(
        ("name", "data", "kind"),
        [
            ("a.PDF", PDF, "application/pdf"),
            ("a.png", picture(), "image/png"),
            ("a.jpeg", picture("JPEG"), "image/jpeg"),
            ("a.webp", picture("WEBP"), "image/webp"),
            ("a.docx", office(), evidence_file._OFFICE["docx"][0]),
            ("a.csv", "naïve;1\n".encode(), "text/csv"),
        ],
    )
    def test_what_the_content_says_it_is(self, name, data, kind):
        found = check(SimpleUploadedFile(name, data, content_type="text/html"))

        assert (found.name, found.content_type) == (name, kind)

    @pytest.mark.parametrize(
        ("name", "data", "said"),
        [
            ("a.pdf", b"", "empty"),
            ("a.pdf", office(), "content does not"),
            ("a.png", b"<html><script>alert(1)</script>", "content does not"),
            ("a.jpg", picture("GIF"), "content does not"),
            ("a.png", picture()[:40], "content does not"),
            ("a.docx", office(main="xl/workbook.xml"), "content does not"),
            ("a.docx", office("word/vbaProject.bin"), "macros"),
            ("a.xlsx", b"PK\x03\x04 nonsense", "cannot be opened"),
            ("a.txt", "é".encode("utf-16"), "UTF-8"),
            ("a.csv", b"a\x00b", "UTF-8"),
            *[(name, PDF, "these kinds") for name in
              ("a.svg", "a.html", "a.pdf.exe", "a", ".htaccess", "x.phtml", "a.gif", "a.xlsm")],
        ],
    )  # fmt: skip
    def test_what_is_refused_and_why(self, name, data, said):
        with pytest.raises(FileRefusedError, match=said):
            check(SimpleUploadedFile(name, data))

    def test_one_byte_too_many_a_picture_too_large_and_a_film(self, monkeypatch):
        monkeypatch.setattr(evidence_file, "MAX_BYTES", len(PDF))
        assert check(SimpleUploadedFile("a.pdf", PDF))
        with pytest.raises(FileRefusedError) as refused:
            check(SimpleUploadedFile("a.pdf", PDF + b" "))
        assert refused.value.too_large
        monkeypatch.setattr(evidence_file, "MAX_BYTES", 10**6)
        monkeypatch.setattr(evidence_file, "MAX_PIXELS", 63)
        with pytest.raises(FileRefusedError, match="pixels"):
            check(SimpleUploadedFile("a.png", picture()))
        monkeypatch.setattr(evidence_file, "MAX_PIXELS", 64)
        frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
        film = picture("WEBP", save_all=True, append_images=frames)
        with pytest.raises(FileRefusedError, match="still"):
            check(SimpleUploadedFile("a.webp", film))

    def test_a_picture_is_kept_without_what_the_camera_wrote(self):
        exif = Image.Exif()
        exif[0x010E] = "zx-canary at 52.52, 13.40"
        found = check(SimpleUploadedFile("a.jpg", picture("JPEG", exif=exif)))

        kept = found.content.read()
        assert b"zx-canary" not in kept
        assert not Image.open(io.BytesIO(kept)).getexif()

    @pytest.mark.parametrize(
        ("given", "shown"),
        [
            ("../../etc/passwd.pdf", "passwd.pdf"),
            ("C:\\x\\a.pdf", "a.pdf"),
            ("a\x00\r\n.pdf", "a.pdf"),
            ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
            ("  a.pdf. ", "a.pdf"),
            ('a"; filename="b.pdf', "a; filename=b.pdf"),
            ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
            ("..", ""),
        ],
    )
    def test_names_are_made_harmless(self, given, shown):
        assert shown_name(given) == shown


class TestKeeping:
    def test_without_a_script_it_is_attached_shown_downloaded_and_taken_back(
        self, client, editor, respondent, place, django_capture_on_commit_callbacks
    ):
        client.force_login(editor)

        assert attach(client, respondent, name='<img src=x onerror="1">.pdf').status_code == 302

        file = stored()
        (path,) = on_disk(place)
        assert (path.name, stat.S_IMODE(path.stat().st_mode)) == (file.stored, 0o600)
        page = client.get(reverse("assessments:question", args=[respondent.pk, QUESTION]))
        assert file.name in page.text
        assert "<img" not in file.name
        got = client.get(address(file))
        assert b"".join(got.streaming_content) == PDF
        assert got["Content-Disposition"].startswith("attachment")
        assert got["X-Content-Type-Options"] == "nosniff"
        assert got["Content-Security-Policy"].startswith("sandbox")
        assert "no-store" in got["Cache-Control"]
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(address(file, "remove")).status_code == 302
        assert not EvidenceFile.objects.unscoped("looking").exists()
        assert on_disk(place) == []
        actions = AuditEntry.objects.filter(subject_kind="evidencefile").values_list("action")
        assert [action for (action,) in actions] == ["evidence.attached", "evidence.removed"]

    def test_what_is_wrong_is_said_with_its_status_and_nothing_is_left(
        self, client, editor, respondent, place, monkeypatch
    ):
        client.force_login(editor)

        def refused(said, status, **fields):
            reply = attach(client, respondent, **fields)
            assert reply.status_code == status
            assert said in reply.text

        refused("these kinds", 400, name="a.svg")
        monkeypatch.setattr(evidence_file, "MAX_BYTES", 5)
        refused("at most", 413)
        monkeypatch.undo()
        monkeypatch.setattr(evidence, "MAX_FILES", 0)
        refused("the most there may be", 409)
        monkeypatch.undo()
        monkeypatch.setattr(evidence, "MAX_ORGANISATION_BYTES", len(PDF) - 1)
        refused("no more room", 409)
        monkeypatch.undo()

        def full(*_args, **_kwargs):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("django.core.files.storage.FileSystemStorage.save", full)
        refused("could not be stored now", 503)
        assert attach(client, respondent, question="nonsense").status_code == 404
        assert on_disk(place) == []
        assert not EvidenceFile.objects.unscoped("looking").exists()
        Respondent.objects.unscoped("done").update(state="submitted", submitted_at=AT)
        refused("final", 409)

    def test_it_counts_as_evidence_of_the_answer(self, client, editor, respondent, assessment):
        client.force_login(editor)
        entries = catalogue.questions(assessment.framework_id)
        other = next(key for key in entries if key != QUESTION)
        for key in (QUESTION, other):
            Answer.objects.create(
                respondent=respondent, question_id=entries[key].id, kind="level", value=3,
                client_id="x", seq=1, saved_at=AT,
            )  # fmt: skip
        attach(client, respondent)
        Respondent.objects.unscoped("done").update(state="submitted", submitted_at=AT)

        given = {row.question: row.evidence for row in pipeline.load_answers(assessment)}

        assert given == {QUESTION: True, other: False}

    def test_it_goes_with_the_person_and_what_a_crash_left_goes_later(
        self, client, editor, respondent, place, django_capture_on_commit_callbacks
    ):
        client.force_login(editor)
        attach(client, respondent)
        reached = Respondent.objects.unscoped("own").select_related("assessment").get()
        own = guests.Guest(reached.pk, reached.pk)

        with django_capture_on_commit_callbacks(execute=True):
            leaving.erase(actor=own, respondent=reached, at=AT)
        assert on_disk(place) == []

        left = place / "0123"
        left.write_bytes(PDF)
        evidence.sweep(timezone.now())
        assert left.exists()
        calendar.keep(datetime.now(UTC) + timedelta(minutes=11))
        assert not left.exists()


class TestWhoMayReadIt:
    @pytest.fixture
    def file(self, assessment, place):
        """Of somebody who came by a link, in a browser of their own."""
        person = RespondentFactory(assessment=assessment, role="marketing_ops", name="Sam")
        invitation = assessment.invitations.create(
            respondent=person, name="Sam", role="marketing_ops", created_at=AT
        )
        secret = guests.issue_link(assessment=assessment, invitation=invitation, by=None, at=AT)
        browser = Client()
        begin(browser, secret)
        assert attach(browser, person).status_code == 302
        assert status_of(browser, address(stored())) == 200
        return stored()

    def test_editors_in_an_identified_round_which_is_noted(
        self, client, file, assessment, editor, owner, viewer, outsider
    ):
        listing = reverse("assessments:evidence", args=[assessment.pk])
        for person, status in ((editor, 200), (owner, 200), (viewer, 403), (outsider, 404)):
            client.force_login(person)
            assert status_of(client, address(file)) == status
            assert status_of(client, listing) == status
            assert client.post(address(file, "remove")).status_code == (
                404 if status == 404 else 403
            )
        client.force_login(owner)
        assert file.name in client.get(listing).text
        read = AuditEntry.objects.filter(action="evidence.read").values_list("actor_id", flat=True)
        assert list(read) == [editor.pk, owner.pk]

    def test_nobody_else_in_a_confidential_one(self, client, file, assessment, owner):
        set_privacy(assessment=assessment, privacy="confidential", minimum_group=5, by=None, at=AT)
        client.force_login(owner)

        assert client.get(address(file)).status_code == 403
        listing = reverse("assessments:evidence", args=[assessment.pk])
        assert client.get(listing).status_code == 403
        data = client.get(reverse("assessments:data", args=[file.respondent_id]))
        assert file.name not in data.text

    def test_a_file_of_somebody_else_is_not_found_at_an_own_address(
        self, client, file, respondent, editor
    ):
        client.force_login(editor)
        wrong = reverse("assessments:evidence-file", args=[respondent.pk, file.pk])

        assert client.get(wrong).status_code == 404

    def test_none_is_taken_in_an_anonymous_round(self, client, assessment, place):
        set_privacy(assessment=assessment, privacy="anonymous", minimum_group=5, by=None, at=AT)
        secret = guests.issue_link(assessment=assessment, role="marketing_ops", by=None, at=AT)
        assessment.refresh_from_db()
        client.post(reverse("assessments:enter", args=[secret]), {"secret": guests.new_secret()})
        person = assessment.respondents.get()

        refused = attach(client, person)

        assert (refused.status_code, "files name people" in refused.text) == (409, True)
        question = client.get(reverse("assessments:question", args=[person.pk, QUESTION]))
        assert "Attach a file" not in question.text
        assert on_disk(place) == []


# Taking one's data along


def taken_along(client, person):
    """The ZIP of a person's own data, open."""
    answer = client.get(reverse("assessments:data-export", args=[person.pk]))
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_what_was_attached_is_in_the_download_of_ones_data(client, respondent, editor):
    client.force_login(editor)
    attach(client, respondent, PDF, "register.pdf")
    attach(client, respondent, b"a;b\r\n", "register.csv")

    archive = taken_along(client, respondent)

    assert archive.testzip() is None
    assert archive.read("files/01-register.pdf") == PDF
    assert archive.read("files/02-register.csv") == b"a;b\r\n"
    listed = json.loads(archive.read("data.json"))["files"]
    assert [item["in_zip"] for item in listed] == ["files/01-register.pdf", "files/02-register.csv"]
    assert not AuditEntry.objects.filter(action="evidence.read").exists()


def test_two_files_of_one_name_are_both_there(client, respondent, editor):
    client.force_login(editor)
    attach(client, respondent, PDF + b"1")
    attach(client, respondent, PDF + b"2")

    archive = taken_along(client, respondent)

    contents = [archive.read(name) for name in archive.namelist() if name.startswith("files/")]
    assert contents == [PDF + b"1", PDF + b"2"]


def test_a_file_that_is_lost_is_listed_and_the_rest_is_whole(client, respondent, editor, place):
    client.force_login(editor)
    attach(client, respondent, PDF + b"1", "lost.pdf")
    attach(client, respondent, PDF + b"2", "kept.pdf")
    (place / EvidenceFile.objects.unscoped("test").get(name="lost.pdf").stored).unlink()

    archive = taken_along(client, respondent)

    listed = json.loads(archive.read("data.json"))["files"]
    assert {item["name"]: item["in_zip"] for item in listed} == {
        "lost.pdf": None,
        "kept.pdf": "files/01-kept.pdf",
    }
    assert archive.read("files/01-kept.pdf") == PDF + b"2"


def test_files_leave_in_pieces_and_not_all_at_once(respondent):
    content = bytes(3 * own_data.PIECE)
    found = {**own_data.about(respondent), "made_at": AT}

    pieces = list(own_data.as_zip(found, {"files/01-a.pdf": ContentFile(content)}))

    assert max(map(len, pieces)) < 2 * own_data.PIECE
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert archive.read("files/01-a.pdf") == content


def test_a_download_that_began_is_whole_though_the_person_is_erased_meanwhile(
    client, respondent, editor, django_capture_on_commit_callbacks
):
    client.force_login(editor)
    attach(client, respondent)
    begun = client.get(reverse("assessments:data-export", args=[respondent.pk]))
    with django_capture_on_commit_callbacks(execute=True):
        leaving.erase(
            actor=Actor(editor.pk),
            respondent=access.respondents(Actor(editor.pk)).get(pk=respondent.pk),
            at=AT,
        )

    archive = zipfile.ZipFile(io.BytesIO(b"".join(begun.streaming_content)))

    assert archive.read("files/01-register.pdf") == PDF
    again = client.get(reverse("assessments:data-export", args=[respondent.pk]))
    assert again.status_code == 404


def test_the_files_of_another_person_are_not_handed_out(
    client, respondent, editor, viewer, outsider
):
    client.force_login(editor)
    attach(client, respondent)
    address_ = reverse("assessments:data-export", args=[respondent.pk])

    for user, status in ((outsider, 404), (viewer, 403)):
        client.force_login(user)
        assert client.get(address_).status_code == status


def test_that_an_owner_took_somebodys_files_along_is_noted(client, respondent, editor, owner):
    client.force_login(editor)
    attach(client, respondent)
    client.force_login(owner)

    archive = taken_along(client, respondent)

    assert archive.read("files/01-register.pdf") == PDF
    entry = AuditEntry.objects.get(action="evidence.read")
    assert entry.actor_id == owner.pk
