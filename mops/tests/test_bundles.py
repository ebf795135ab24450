"""Files made for the browser: all of their parts are in them, and they are written once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

from mops import bundles

TOKENS = (bundles.SOURCES / "css/tokens.css").read_text()


def test_every_page_gets_every_style_and_script_in_two_files():
    style, script = bundles.style().decode(), bundles.script().decode()

    assert style.index("@layer reset, tokens") < style.index(".wrap") < style.index("@media print")
    for name in bundles.SCRIPTS:
        assert (bundles.SOURCES / f"js/{name}.js").read_text() in script
    # A block is no place for an import.
    assert not re.search(r"^(import|export)\b", script, re.M)


def ranges(face):
    """The letters that a face of tokens.css is for."""
    found = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face)
    return {n for low, high in found for n in range(int(low, 16), int(high or low, 16) + 1)}


def faces_of(weight):
    """What stands in the name of the font file after the weight, to the letters it is for."""
    return {
        end: ranges(face)
        for face in TOKENS.split("@font-face")[1:]
        for end in re.findall(rf"source-sans-{weight}(-?\w*\.\w+)", face)
    }


@pytest.mark.parametrize("weight", bundles.FACES)
def test_every_letter_has_one_font_file_and_the_file_has_the_letters_that_its_face_promises(weight):
    faces = faces_of(weight)

    assert sum(map(len, faces.values())) == len(set.union(*faces.values()))
    assert faces[".woff"] | faces["-europe.woff"] == set().union(*bundles.LETTERS.values())
    for part, sample, most in (("", "Aa–“→−€", 11_000), ("-europe", "ßéŁőŞ", 12_000)):
        path = Path(finders.find(f"vendor/source-sans-{weight}{part}.woff"))
        letters = set(TTFont(path).getBestCmap())
        assert faces[f"{part}.woff"] == set(bundles.LETTERS[part])
        assert set(map(ord, sample)) <= letters <= set(bundles.LETTERS[part])
        assert path.stat().st_size < most


def test_a_made_file_keeps_its_time_while_its_content_is_the_same(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    first = Path(bundles.BundleFinder().find("css/site.css"))
    before = first.stat().st_mtime_ns

    assert bundles.BundleFinder().find("css/site.css", find_all=True) == [str(first)]
    assert first.stat().st_mtime_ns == before
    first.write_bytes(b"old")
    bundles.BundleFinder().find("css/site.css")
    assert first.read_bytes() == bundles.style()
    assert bundles.BundleFinder().find("css/other.css") == []


def test_pages_are_compressed_and_answers_to_programs_are_not(client, db):
    asked = {"Accept-Encoding": "gzip"}

    page = client.get("/account/login/", headers=asked)
    answer = client.get("/api/v1/schema/", headers=asked)

    assert page["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page["Vary"]
    assert "Content-Encoding" not in answer
