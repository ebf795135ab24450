"""Letters that the font of the charts lacks: other fonts draw them, or a box stands for them."""

import pytest

from reports.figures import areas, fallback, fonts
from reports.figures.export import to_png
from reports.figures.theme import LOOKS

HEBREW = "\u05e9\u05dc\u05d5\u05dd"
CHINESE = "\u4e2d\u6587"


def picture(words, style=""):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="30"><text x="4" y="20"'
        f' style="font-family: Source Sans Pro; {style}">{words}</text></svg>'
    )


@pytest.fixture
def machine(monkeypatch):
    """A machine with two fonts: one with Hebrew and English, one with Chinese alone."""

    def faces():
        english = frozenset(range(0x20, 0x7F)) | {ord(fonts.BOX)}
        return (
            fallback.Face("Sans A", "/a.ttf", english | set(map(ord, HEBREW))),
            fallback.Face("Sans B", "/b.ttf", frozenset(map(ord, CHINESE))),
        )

    monkeypatch.setattr(fallback, "_faces", faces)
    fallback._family.cache_clear()
    fallback._files.cache_clear()
    yield
    fallback._family.cache_clear()
    fallback._files.cache_clear()


@pytest.mark.usefixtures("machine")
class TestFallback:
    def test_our_letters_are_left_alone(self):
        svg = picture("Da\u00df \u0416 &amp; \u2192")
        assert fallback.drawn(svg) == (svg, [])

    def test_a_font_that_has_all_of_a_text_draws_all_of_it(self):
        svg, files = fallback.drawn(picture(f"A &amp; {HEBREW}"))
        assert f"<tspan style=\"font-family:'Sans A'\">A &amp; {HEBREW}</tspan>" in svg
        assert files == ["/a.ttf"]

    def test_each_run_has_the_font_that_draws_it(self):
        svg, files = fallback.drawn(picture(f"\u00e9 {HEBREW} {CHINESE}"))
        assert f"<tspan style=\"font-family:'Sans B'\">{CHINESE}</tspan>" in svg
        assert ">\u00e9 <tspan" in svg
        assert sorted(files) == ["/a.ttf", "/b.ttf"]

    def test_what_no_font_has_is_a_box_and_is_known_to_be_one(self):
        svg, files = fallback.drawn(picture("\u0e44 x"))
        assert f">{fonts.BOX} x<" in svg
        assert files == []
        assert fallback.boxed("\u0e44")
        assert not fallback.boxed(f"{HEBREW} x")


def test_a_picture_is_drawn_whatever_the_machine_has():
    for words in (HEBREW, CHINESE, "\u0e44\u0e17\u0e22", "&lt;b&gt; \U0001f600 &amp;"):
        assert to_png(picture(words)).startswith(b"\x89PNG")


def test_text_is_measured_with_its_wide_letters():
    assert fonts.length(CHINESE, 20) == 40
    assert fonts.length(f"a{CHINESE}", 20) == 40 + fonts.length("a", 20)
    assert len(fonts.fitted(CHINESE * 20, 100, 10)) < 11


def test_long_names_of_areas_have_their_room():
    row = dict.fromkeys(areas.COLUMNS) | {"area": "data", "score": 2.0, "target": 3.0}
    look = LOOKS["print"]

    def drawn(name):
        figure = areas.figure([{**row, "name": name}], look)["layout"]
        return figure["margin"]["l"], [one["text"] for one in figure["annotations"]]

    assert drawn("Data")[0] == 100
    wide, words = drawn("Measurement of everything")
    assert wide > 150
    assert any("Measurement of everything" in text for text in words)
    wide, words = drawn("W" * 200)
    assert wide == 260
    assert not any("W" * 60 in text for text in words)
