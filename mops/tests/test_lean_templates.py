"""Pages are sent without the indentation of their templates."""

import re
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template


def test_a_page_carries_no_indentation_and_keeps_its_lines(client, db):
    page = client.get("/account/login/").text

    assert not re.search(r"^[ \t]+<", page, re.MULTILINE)
    source = (Path(settings.BASE_DIR) / "templates/base.html").read_text()
    read = get_template("base.html").template.source
    assert read.count("\n") == source.count("\n")


def test_plain_text_keeps_its_spaces():
    name = "assessments/mail/reminder.txt"
    source = (Path(settings.BASE_DIR) / "templates" / name).read_text()

    assert get_template(name).template.source == source


def test_no_template_has_a_place_where_spaces_count():
    for path in Path(settings.BASE_DIR).glob("templates/**/*.html"):
        source = path.read_text()
        for element in ("pre", "textarea"):
            for inside in re.findall(rf"<{element}\b.*?</{element}>", source, re.DOTALL):
                shown = inside[inside.index(">") + 1 :]
                assert not re.search(r"\n[ \t]+\S", shown), f"{path}: {inside[:80]}"
        for tag, words in re.findall(
            r"{% blocktranslate\b([^%]*)%}(.*?){% endblocktranslate", source, re.DOTALL
        ):
            assert "\n" not in words or "trimmed" in tag, f"{path}: {words[:80]}"
