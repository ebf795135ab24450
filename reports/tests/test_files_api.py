"""Files and links in the API: made by a job, taken as bytes, and shown to nobody else."""

from __future__ import annotations

import json
import uuid

import pytest

from jobs import runner
from reports.deliverables import formats
from reports.deliverables.formats import FORMATS, Format
from reports.models import MadeFile, SharedLink
from tests.api_client import ROOT, program


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """The Word brief and the slides, written by a writer that costs nothing."""
    for key in ("word", "deck"):
        known = FORMATS[key]
        cheap = Format(
            key, known.name, known.about, known.part, known.extension, known.media_type,
            lambda document, options: f"{document.organisation} {options.audience}".encode(),
            audiences=known.audiences, compares=known.compares, template=known.template,
        )  # fmt: skip
        monkeypatch.setitem(formats.FORMATS, key, cheap)


def post(client, path, body):
    return client.post(f"{ROOT}{path}", json.dumps(body), content_type="application/json")


def test_a_file_is_asked_for_waited_for_and_taken(editor, organisation, scenario):
    client = program(editor)

    asked = post(client, "files/", {"organisation": str(organisation.pk), "format": "deck"})
    job = asked.json()["job"]
    assert asked.status_code == 201
    assert client.get(f"{ROOT}jobs/{job['id']}/").json()["state"] == "queued"
    runner.run_pending()
    done = client.get(f"{ROOT}jobs/{job['id']}/").json()
    file = client.get(f"{ROOT}files/{done['result_subject']}/").json()
    content = client.get(f"{ROOT}files/{file['id']}/content/")

    assert (file["format"], file["audience"], file["made_by"]) == ("deck", "board", str(editor.pk))
    assert content.content == b"Alder Works board"
    assert content.headers["Content-Type"].endswith("presentationml.presentation")
    assert content.headers["Content-Disposition"].startswith("attachment;")
    listed = client.get(f"{ROOT}files/", {"format": "deck"}).json()
    assert listed["results"] == [file]


@pytest.mark.parametrize(
    ("more", "status", "field"),
    [
        ({"format": "pictures"}, 400, "format"),
        ({"format": "word", "audience": "board"}, 400, "audience"),
        ({"format": "deck", "template": str(uuid.uuid4())}, 400, "template"),
        ({"format": "deck", "since": str(uuid.uuid4())}, 400, "since"),
        ({"format": "word", "made_by": "me"}, 400, "made_by"),
        ({"format": 5}, 400, "format"),
    ],
)
def test_what_cannot_be_made_is_refused_by_name(
    editor, organisation, scenario, more, status, field
):
    answer = post(program(editor), "files/", {"organisation": str(organisation.pk), **more})

    assert answer.status_code == status
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_before_a_result_or_a_roadmap_there_is_nothing_to_make(editor, organisation, assessment):
    client = program(editor)
    body = {"organisation": str(organisation.pk), "format": "word"}

    assert post(client, "files/", body).status_code == 409
    assert post(client, "links/", {**LINK, "organisation": str(organisation.pk)}).status_code == 409


def test_dates_of_a_roadmap_need_one(editor, organisation, analysis):
    body = {"organisation": str(organisation.pk), "format": "calendar"}

    assert post(program(editor), "files/", body).status_code == 409


LINK = {"name": "Board", "sections": ["standing"], "days": 3}


def test_a_link_is_made_shown_once_and_ended(client, editor, organisation, scenario):
    api = program(editor)

    made = post(api, "links/", {**LINK, "organisation": str(organisation.pk)})
    url, link = made.json()["url"], made.json()["link"]
    path = "/" + url.split("/", 3)[3]

    assert made.status_code == 201
    assert client.get(path).status_code == 200
    shown = api.get(f"{ROOT}links/{link['id']}/").json()
    assert (shown["views"], shown["with_passcode"], shown["withdrawn"]) == (1, False, False)
    assert path.split("/")[2] not in json.dumps(shown)
    ended = post(api, f"links/{link['id']}/revoke/", {})
    assert ended.json()["withdrawn"] is True
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "more",
    [
        {"sections": ["secrets"]},
        {"sections": []},
        {"files": [str(uuid.uuid4())]},
        {"days": 0},
        {"days": 366},
        {"passcode": "short"},
        {"digest": "x"},
    ],
)
def test_a_link_that_cannot_be_is_refused(editor, organisation, scenario, more):
    body = {**LINK, "organisation": str(organisation.pk), **more}

    assert post(program(editor), "links/", body).status_code == 400
    assert not SharedLink.objects.unscoped("a test").exists()


@pytest.mark.parametrize("read_only", [True, False])
def test_whoever_reads_makes_and_takes_files_and_sees_nobody_elses(
    viewer, editor, owner, outsider, organisation, scenario, read_only
):
    client = program(viewer, read_only=read_only)

    assert (
        post(client, "files/", {"organisation": str(organisation.pk), "format": "word"}).status_code
        == 201
    )
    runner.run_pending()

    path = f"{ROOT}files/{client.get(f'{ROOT}files/').json()['results'][0]['id']}/content/"
    assert client.get(path).status_code == 200
    for other, status in ((editor, 404), (owner, 200), (outsider, 404)):
        there = program(other)
        assert there.get(path).status_code == status
        assert there.get(path.removesuffix("content/")).status_code == status
        assert there.get(f"{ROOT}files/").json()["count"] == (status == 200)


def test_viewers_strangers_and_reading_tokens_make_no_links_and_strangers_no_files(
    editor, viewer, outsider, organisation, scenario
):
    file = {"organisation": str(organisation.pk), "format": "word"}
    link = {**LINK, "organisation": str(organisation.pk)}
    made = post(program(editor), "links/", link).json()["link"]

    for client, status in (
        (program(viewer), 403),
        (program(editor, read_only=True), 403),
        (program(outsider), 404),
    ):
        assert post(client, "links/", link).status_code == status
    assert post(program(outsider), "files/", file).status_code == 404
    assert (
        post(program(editor, read_only=True), f"links/{made['id']}/revoke/", {}).status_code == 403
    )
    for client, status in ((program(viewer), 403), (program(outsider), 404)):
        assert client.get(f"{ROOT}links/{made['id']}/").status_code == status
        assert client.get(f"{ROOT}links/").json()["count"] == 0
    assert not MadeFile.objects.unscoped("a test").exists()
