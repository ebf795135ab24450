"""In whose look a file is made: the client's, one's own or ours, with what goes with it."""

from __future__ import annotations

import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from pptx import Presentation

from accounts.models import AuditEntry, Role
from jobs import runner
from reports.deliverables import formats
from reports.deliverables.formats import Format
from reports.models import FileOrder, FileTemplate, MadeFile, OrganisationBrand, OwnBrand
from tests.api_client import ROOT, program
from tests.api_rows import make_file_template
from tests.factories import AT, MembershipFactory


def told(document, options):
    """What a writer is given of look and template."""
    return f"{document.brand.primary} {document.brand.made_by} {options.template}".encode()


@pytest.fixture(autouse=True)
def writers(monkeypatch):
    for key, kind in (("deck", "pptx"), ("word", "docx"), ("brief", "")):
        cheap = Format(
            key, key, "", key, "txt", "text/plain", told, template=formats.Template(kind)
        )
        monkeypatch.setitem(formats.FORMATS, key, cheap)


@pytest.fixture
def consultant(organisation, other_organisation):
    """Makes files for both, in a look of their own, with masters of both kinds."""
    user = MembershipFactory(organisation=organisation, role=Role.EDITOR, external=True).user
    MembershipFactory(organisation=other_organisation, user=user, role=Role.EDITOR, external=True)
    OwnBrand.objects.create(user=user, primary="#004400", made_by="Ravi & Co")
    return user


def own_template(user, kind="pptx", name="Mine", data=b"mine"):
    return FileTemplate.objects.create(
        user=user, kind=kind, name=name, data=data, digest=name, size=4, uploaded_at=AT
    )


@pytest.fixture
def make(client, consultant, organisation, scenario):
    client.force_login(consultant)
    url = reverse("files:page", args=[organisation.pk])

    def ask(**wishes):
        """What the file says that comes of it."""
        answer = client.post(url, wishes)
        assert answer.status_code == 302, answer.content.decode()
        runner.run_pending()
        order = FileOrder.objects.unscoped("a test").latest("requested_at")
        return bytes(order.file.content.data).decode()

    return ask


def test_a_consultants_own_look_and_master_apply_to_every_client_without_one(make, consultant):
    own_template(consultant)
    own_template(consultant, "docx", "Letter", b"letter")

    assert make(format="deck") == "#004400 Ravi & Co b'mine'"
    assert make(format="word") == "#004400 Ravi & Co b'letter'"
    assert make(format="brief") == "#004400 Ravi & Co None"


def test_the_clients_comes_first_once_it_has_one_and_the_maker_may_choose(
    make, consultant, organisation
):
    own_template(consultant)
    make_file_template(organisation)
    OrganisationBrand.objects.create(organisation=organisation, primary="#111111")

    assert make(format="deck") == "#111111  b'master'"
    assert make(format="deck", look="own") == "#004400 Ravi & Co b'mine'"
    assert make(format="deck", look="plain") == "#1d436f  None"


def test_what_a_file_is_written_into_may_be_another_than_what_goes_with_the_look(
    make, consultant, organisation
):
    mine, theirs = own_template(consultant), make_file_template(organisation)

    assert make(format="deck", look="own", pptx=str(theirs.pk)) == "#004400 Ravi & Co b'master'"
    assert make(format="deck", look="client", pptx=str(mine.pk)) == "#004400 Ravi & Co b'mine'"
    assert make(format="deck", look="own", pptx="none") == "#004400 Ravi & Co None"


def test_the_newest_of_a_kind_goes_with_a_look(make, consultant):
    own_template(consultant, name="Old", data=b"old")
    FileTemplate.objects.unscoped("a test").update(uploaded_at=AT.replace(year=2020))
    own_template(consultant, name="New", data=b"new!")

    assert make(format="deck").endswith("b'new!'")


def chosen(page):
    return re.findall(r'name="look"\s+value="(\w+)"\s+checked', page)


def test_the_page_says_what_comes_with_each_look_and_keeps_the_last_choice(
    client, make, consultant, organisation
):
    url = reverse("files:page", args=[organisation.pk])
    own_template(consultant, name="Ravi & Co, wide")
    before = client.get(url).content.decode()
    assert chosen(before) == ["own"]
    assert "Slides in “Ravi &amp; Co, wide”" in before
    assert 'value="client"' not in before
    make_file_template(organisation)

    make(format="deck", look="plain")
    after = client.get(url).content.decode()

    assert chosen(after) == ["plain"]
    assert "Slides in “Theirs”" in after
    make(format="deck", look="own")
    listed = client.get(url).content.decode()
    assert "in the maker’s look" in listed
    assert "in “Ravi &amp; Co, wide”" in listed


@pytest.mark.parametrize(
    "wish", [{"look": "client"}, {"look": "x"}, {"pptx": "x"}, {"docx": "<of another kind>"}]
)
def test_a_look_or_template_that_is_not_there_is_refused(
    client, consultant, organisation, scenario, wish
):
    mine = own_template(consultant)
    client.force_login(consultant)
    url = reverse("files:page", args=[organisation.pk])
    sent = {key: str(mine.pk) if value.startswith("<") else value for key, value in wish.items()}

    response = client.post(url, {"format": ["deck"], **sent})

    assert response.status_code == 400
    assert "not one of the available choices" in response.content.decode()


def test_another_consultants_look_and_masters_are_not_there(
    client, consultant, organisation, scenario
):
    theirs = own_template(consultant)
    other = MembershipFactory(organisation=organisation, role=Role.OWNER).user
    client.force_login(other)
    url = reverse("files:page", args=[organisation.pk])

    assert "Mine" not in client.get(url).content.decode()
    assert "Mine" not in client.get(reverse("files:own-brand")).content.decode()
    assert client.get(reverse("files:own-logo")).status_code == 404
    assert client.post(url, {"format": ["deck"], "pptx": str(theirs.pk)}).status_code == 400
    for remove in (
        reverse("files:own-template-remove", args=[theirs.pk]),
        reverse("files:template-remove", args=[organisation.pk, theirs.pk]),
    ):
        assert client.post(remove).status_code == 404
    body = {"organisation": str(organisation.pk), "format": "deck", "template": str(theirs.pk)}
    refused = program(other).post(
        f"{ROOT}files/", json.dumps(body), content_type="application/json"
    )
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == "template"
    assert FileTemplate.objects.unscoped("a test").get() == theirs


def test_own_masters_are_checked_kept_once_and_removed(client, consultant):
    out = io.BytesIO()
    Presentation().save(out)
    client.force_login(consultant)
    add, page = reverse("files:own-template-add"), reverse("files:own-brand")

    def upload(data):
        file = SimpleUploadedFile("a.pptx", data)
        return client.post(add, {"name": "Ravi & Co", "file": file})

    refused = upload(b"x")
    assert refused.status_code == 400
    assert "no PowerPoint file" in refused.content.decode()
    assert "Your masters and templates" in refused.content.decode()
    for _again in range(2):
        assert upload(out.getvalue()).url == page
    row = FileTemplate.objects.unscoped("a test").get()
    assert (row.user, row.organisation) == (consultant, None)
    assert "Ravi &amp; Co" in client.get(page).content.decode()
    assert client.post(reverse("files:own-template-remove", args=[row.pk])).url == page
    assert not FileTemplate.objects.unscoped("a test").exists()
    entries = AuditEntry.objects.filter(action__startswith="template.", organisation_id=None)
    assert [row.actor_id for row in entries] == [consultant.pk] * 2


@pytest.mark.parametrize("owners", ["none", "both"])
def test_a_template_is_an_organisations_or_a_persons(organisation, editor, owners):
    fields = {"organisation": organisation, "user": editor} if owners == "both" else {}

    with pytest.raises(IntegrityError), transaction.atomic():
        FileTemplate.objects.create(
            kind="pptx", name="x", data=b"x", digest="x", size=1, uploaded_at=AT, **fields
        )


@pytest.mark.parametrize(
    ("wish", "written"),
    [
        ({}, "#004400 Ravi & Co b'mine'"),
        ({"template": None}, "#004400 Ravi & Co None"),
        ({"look": "plain"}, "#1d436f  None"),
    ],
)
def test_the_api_makes_a_file_in_the_same_looks(consultant, organisation, scenario, wish, written):
    own_template(consultant)
    body = {"organisation": str(organisation.pk), "format": "deck", **wish}
    client = program(consultant)

    asked = client.post(f"{ROOT}files/", json.dumps(body), content_type="application/json")
    runner.run_pending()

    assert asked.status_code == 201
    file = MadeFile.objects.unscoped("a test").get()
    assert bytes(file.content.data).decode() == written
    shown = client.get(f"{ROOT}files/{file.pk}/").json()
    assert shown["look"] == wish.get("look", "own")


def test_the_api_refuses_a_look_that_is_not_there_by_name(consultant, organisation, scenario):
    body = {"organisation": str(organisation.pk), "format": "deck", "look": "client"}

    refused = program(consultant).post(
        f"{ROOT}files/", json.dumps(body), content_type="application/json"
    )

    assert refused.status_code == 400
    assert [error["field"] for error in refused.json()["errors"]] == ["look"]
