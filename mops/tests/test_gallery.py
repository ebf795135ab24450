"""The gallery of the design system: who sees it, and that every part of it is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

pytestmark = pytest.mark.django_db
COMPONENTS = Path(settings.BASE_DIR) / "templates/_components"


def test_the_public_of_a_live_installation_has_no_gallery(client, settings):
    settings.DEMO = False

    assert client.get(reverse("design")).status_code == 404


def test_members_who_are_not_staff_have_none_either(client, editor, settings):
    settings.DEMO = False
    client.force_login(editor)

    assert client.get(reverse("design")).status_code == 404


def test_staff_see_it(client, editor, settings):
    settings.DEMO = False
    editor.is_staff = True
    editor.save()
    client.force_login(editor)

    assert client.get(reverse("design")).status_code == 200


def test_the_demo_shows_it(client, settings):
    settings.DEMO = True

    assert client.get(reverse("design")).status_code == 200


def test_it_renders_every_component(client, settings):
    settings.DEMO = True
    response = client.get(reverse("design"), {"form": "wrong"})

    used = {template.name for template in response.templates}
    there = {f"_components/{path.name}" for path in COMPONENTS.glob("_*.html")}
    assert there - used - {"_components/_field.html"} == set()


def test_a_wrong_form_names_what_to_change_and_ties_it_to_the_field(client, settings):
    settings.DEMO = True
    page = client.get(reverse("design"), {"form": "wrong"}).content.decode()

    assert "4 things need a change" in page
    assert '<a href="#id_email">' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'aria-invalid="true"' in page


def test_the_theme_comes_from_the_cookie_and_only_if_known(client, settings):
    settings.DEMO = True
    client.cookies["theme"] = "dark"
    assert b'<html lang="en" data-theme="dark">' in client.get(reverse("design")).content

    client.cookies["theme"] = '"><script>'
    assert b"data-theme=" not in client.get(reverse("design")).content.split(b"<head>")[0]


def test_a_made_up_organisation_is_announced_on_its_pages(client, organisation, editor):
    organisation.synthetic = True
    organisation.save()
    client.force_login(editor)

    page = client.get(reverse("assessments:list", args=[organisation.pk])).content.decode()
    assert "Synthetic demo data" in page
