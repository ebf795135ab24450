"""How files look: colours that can be read, logos drawn anew, templates that were checked."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, PngImagePlugin

from accounts.models import AuditEntry, Role
from reports.deliverables import colours, logo
from reports.files import access
from reports.models import FileTemplate, OrganisationBrand, OwnBrand
from tests.factories import MembershipFactory

FIELDS = {"version": 0, "primary": "#004400", "accent": "#440000", "language": "en", "paper": "a4"}


@pytest.fixture
def url(organisation):
    return reverse("files:brand", args=[organisation.pk])


def brand_of(organisation):
    rows = OrganisationBrand.objects.unscoped("a test looks at what is there")
    return rows.filter(organisation=organisation).first()


def picture(format_, size=(40, 20), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "#aa0000").save(out, format_, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("typed", "kept"), [("#1D436F", "#1d436f"), ("040", "#004400"), (" #767676 ", "#767676")]
)
def test_a_legible_colour_is_kept_in_one_way_of_writing(typed, kept):
    assert colours.checked(typed) == kept


@pytest.mark.parametrize("typed", ["#ffcc00", "#777777", "#00ff00", "#ffffff"])
def test_a_pale_colour_is_refused_with_the_nearest_that_can_be_read(typed):
    with pytest.raises(colours.ColourError) as refused:
        colours.checked(typed)

    nearest = refused.value.nearest
    assert nearest in str(refused.value)
    assert 4.5 <= colours.contrast(nearest) < 4.65
    assert colours.checked(nearest) == nearest


@pytest.mark.parametrize("typed", ["red", "#12", "url(x)", "#1d436f;x", "javascript:1"])
def test_what_is_no_colour_is_refused(typed):
    with pytest.raises(colours.ColourError, match="six digits"):
        colours.checked(typed)


def test_a_logo_is_drawn_anew_and_brings_nothing_but_its_pixels():
    note = PngImagePlugin.PngInfo()
    note.add_text("Author", "somebody")
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif[0x0112] = 6

    plain = logo.as_png(picture("PNG", pnginfo=note) + b"<script>behind the end</script>")
    turned = logo.as_png(picture("JPEG", exif=exif))

    assert b"somebody" not in plain
    assert b"script" not in plain
    assert Image.open(io.BytesIO(turned)).size == (20, 40)
    assert not Image.open(io.BytesIO(turned)).getexif()
    assert Image.open(io.BytesIO(logo.as_png(picture("PNG", (4000, 1000))))).size == (1200, 300)


def declared(width, height):
    """A PNG of a few bytes that says it is as large as this."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"GIF89a", "damaged|no picture"),
        (b"<?xml version='1.0'?><svg onload='alert(1)'/>", "SVG"),
        (b"\xff\xd8\xff\xe0 not a picture", "no picture|damaged"),
        (picture("PNG")[:60], "damaged"),
        (declared(60_000, 60_000), "too many pixels"),
        (declared(5_000, 5_000), "16 million"),
        (picture("PNG", (15, 100)), "16 pixels"),
        (b"x" * (logo.MAX_BYTES + 1), "2 MB"),
        (b"%PDF-1.4", "no picture"),
    ],
)
def test_a_hostile_logo_is_refused_with_the_reason(data, reason):
    with pytest.raises(logo.LogoError, match=reason):
        logo.as_png(data)


def test_an_editor_decides_how_the_organisations_files_look(client, editor, organisation, url):
    client.force_login(editor)
    upload = SimpleUploadedFile("logo.png", picture("PNG"))

    client.post(url, {**FIELDS, "client_name": "Alder AG", "logo": upload})

    found = access.brand_for(organisation, None)
    assert (found.client_name, found.primary, found.paper) == ("Alder AG", "#004400", "a4")
    assert client.get(reverse("files:logo", args=[organisation.pk])).content == found.logo
    assert AuditEntry.objects.filter(action="brand.changed", actor_id=editor.pk).count() == 1
    assert 'value="#004400"' in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"primary": "#ffcc00"}, "The nearest that passes is #907300"),
        ({"language": "tlh"}, "not one of the available choices"),
        ({"paper": "a5"}, "not one of the available choices"),
        ({"footer": "x" * 201}, "at most 200 characters"),
        ({"made_by": "a\u0000b"}, "not allowed"),
        ({"logo": SimpleUploadedFile("logo.svg", b"<svg/>")}, "SVG is not taken"),
        ({"stylesheet": "x"}, "no field “stylesheet”"),
    ],
)
def test_a_look_that_cannot_be_is_refused_and_nothing_is_kept(
    client, editor, organisation, url, wrong, fault
):
    client.force_login(editor)

    response = client.post(url, {**FIELDS, **wrong})

    assert response.status_code == 400
    assert fault in response.content.decode()
    assert brand_of(organisation) is None


def test_two_who_change_the_look_at_once_do_not_overwrite_each_other(
    client, editor, organisation, url
):
    client.force_login(editor)
    client.post(url, {**FIELDS, "footer": "first"})

    late = client.post(url, {**FIELDS, "footer": "second"})

    assert late.status_code == 409
    assert "Nothing was overwritten" in late.content.decode()
    assert brand_of(organisation).footer == "first"
    assert client.post(url, {**FIELDS, "footer": "second", "version": 1}).status_code == 302
    assert brand_of(organisation).footer == "second"


def test_unless_said_a_consultants_own_look_is_for_clients_that_have_none(
    client, organisation, other_organisation, url
):
    consultant = MembershipFactory(organisation=organisation, role=Role.EDITOR).user
    MembershipFactory(organisation=other_organisation, user=consultant, role=Role.EDITOR)
    colleague = MembershipFactory(organisation=organisation, role=Role.EDITOR).user
    client.force_login(consultant)
    client.post(reverse("files:own-brand"), {**FIELDS, "made_by": "Ravi & Co"})
    client.post(url, {**FIELDS, "made_by": "", "primary": "#111111"})

    assert access.brand_for(other_organisation, consultant.pk).made_by == "Ravi & Co"
    assert access.brand_for(organisation, consultant.pk).primary == "#111111"
    assert access.brand_for(other_organisation, colleague.pk).primary == "#1d436f"
    assert OwnBrand.objects.get().user == consultant


def test_the_colours_are_seen_before_they_are_kept(client, editor):
    client.force_login(editor)
    preview = reverse("files:preview")

    shown = client.get(preview, {"primary": "#004400", "accent": '"><script>'})

    assert shown.headers["Content-Type"] == "image/svg+xml"
    assert b"#004400" in shown.content
    assert b"script" not in shown.content
    frame = client.get(preview, {"frame": 1, "primary": "#004400", "accent": "#440000"})
    assert b"primary=%23004400" in frame.content


def test_templates_are_checked_kept_once_and_stay_with_their_organisation(
    client, editor, organisation, outsider, other_organisation, monkeypatch
):
    from pptx import Presentation

    out = io.BytesIO()
    Presentation().save(out)
    master = out.getvalue()
    add = reverse("files:template-add", args=[organisation.pk])
    client.force_login(editor)

    def upload(name="Ours", data=master, file="master.pptx"):
        return client.post(add, {"name": name, "file": SimpleUploadedFile(file, data)})

    assert upload().status_code == upload().status_code == 302
    for data, file, fault in (
        (b"PK\x03\x04 broken", "a.pptx", "damaged"),
        (master, "a.exe", "Choose a .pptx"),
        (b"x", "a.pptx", "no PowerPoint file"),
        (b"", "a.pptx", "empty"),
    ):
        response = upload(data=data, file=file)
        assert response.status_code == 400
        assert fault in response.content.decode()
    rows = FileTemplate.objects.unscoped("a test looks at what is there")
    row = rows.get()
    remove = reverse("files:template-remove", args=[organisation.pk, row.pk])
    elsewhere = reverse("files:template-remove", args=[other_organisation.pk, row.pk])
    client.force_login(outsider)
    assert client.post(remove).status_code == client.post(elsewhere).status_code == 404
    client.force_login(editor)
    assert client.post(remove).status_code == 302
    assert not rows.exists()
