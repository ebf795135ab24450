"""The method in the product: every page, every anchor, nothing that runs."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from reports import method_pages
from reports.method_pages import contents, link, page

NAMES = [item.name for item in contents()]


@pytest.mark.parametrize("name", ["method", *NAMES])
def test_a_page_is_rendered_with_its_formulas_and_examples(client, viewer, name):
    client.force_login(viewer)
    url = reverse("reports:method") if name == "method" else link(name)

    response = client.get(url)

    text = response.content.decode()
    assert response.status_code == 200
    assert f"<h1>{escape(page(name).title)}</h1>" in text
    assert '<pre class="formula">' in text
    assert ".md" not in re.findall(r'href="([^"]*)"', text)
    for heading in page(name).headings:
        assert f'id="{heading.anchor}"' in text


@pytest.mark.parametrize("name", ["method", *NAMES])
def test_links_between_pages_lead_somewhere(name):
    for target in re.findall(r'href="([^"]+)"', page(name).html):
        if target.startswith("/method/"):
            found = re.fullmatch(r"/method/([\w-]+)/(?:#([\w-]+))?", target)
            assert found, target
            assert page(found[1]), target
            assert not found[2] or page(found[1]).has(found[2]), target
        else:
            assert target.startswith(("https://", "#")), target


@pytest.mark.parametrize("section", ["nothing", "method", "__init__"])
def test_what_is_not_a_page_is_not_there(client, viewer, section):
    client.force_login(viewer)

    assert client.get(reverse("reports:method-page", args=[section])).status_code == 404


def test_html_of_a_file_is_text(settings, tmp_path):
    (tmp_path / "docs").mkdir()
    text = "# A\n\n## B\n\n<script>x</script> [y](javascript:alert(1))\n"
    (tmp_path / "docs" / "method.md").write_text(text)
    settings.BASE_DIR = tmp_path
    method_pages.page.cache_clear()
    try:
        html = page("method").html
    finally:
        method_pages.page.cache_clear()

    assert "<script" not in html
    assert "href" not in html


def test_a_page_asks_the_database_for_nothing_but_the_visitor(
    client, viewer, django_assert_max_num_queries
):
    client.force_login(viewer)

    with django_assert_max_num_queries(2):
        client.get(reverse("reports:method"))
