"""Figure in, SVG out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np
import plotly.express as px
import pytest
from defusedxml import ElementTree

from reports.figures import export
from reports.figures.export import Exporter, ExportError, plain, to_svg
from reports.figures.theme import FONT, VARIANTS

BAR = {
    "data": [{"type": "bar", "x": [1, 2], "y": [3, 4]}],
    "layout": {"width": 300, "height": 200, "font": {"family": FONT}},
}


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "int32", "float32", "float64"])
def test_typed_arrays_become_lists(dtype):
    figure = px.bar(x=np.array([1, 2, 3], dtype=dtype), y=np.array([4, 5, 6], dtype=dtype))

    trace = plain(figure)["data"][0]

    assert trace["x"] == [1, 2, 3]
    assert trace["y"] == [4, 5, 6]


def test_a_matrix_keeps_its_shape():
    figure = plain(px.imshow(np.arange(6, dtype="int32").reshape(2, 3)))

    assert figure["data"][0]["z"] == [[0, 1, 2], [3, 4, 5]]


def test_dates_become_text():
    figure = {"data": [{"type": "scatter", "x": [date(2027, 1, 2)], "y": [1]}], "layout": {}}

    assert plain(figure)["data"][0]["x"] == ["2027-01-02"]


def test_the_picture_is_well_formed_and_has_its_size():
    root = ElementTree.fromstring(to_svg(BAR))

    assert root.tag.endswith("svg")
    assert (root.get("width"), root.get("height")) == ("300", "200")


def test_the_picture_brings_its_glyphs_and_nothing_from_elsewhere():
    svg = to_svg(BAR)

    assert svg.count("@font-face") == 2
    assert "url(data:font/woff;base64," in svg
    assert "url(http" not in svg
    assert "<script" not in svg


def test_the_same_figure_gives_the_same_picture():
    assert to_svg(BAR) == to_svg(BAR)


def _label(words, weight):
    font = {"family": FONT, "size": 20, "weight": weight}
    label = {"text": words, "showarrow": False, "xanchor": "left", "bgcolor": "#eee", "font": font}
    return {"data": [], "layout": {**BAR["layout"], "annotations": [label]}}


def _box(svg):
    return svg.split('class="bg"')[1].split("width=")[1].split('"')[1]


def test_the_size_of_a_text_does_not_depend_on_what_was_drawn_before():
    exporter = Exporter()
    plain_first = _box(exporter.svg(_label("Words", 400)))

    bold = _box(exporter.svg(_label("Words", 600)))

    assert float(bold) > float(plain_first)
    assert _box(exporter.svg(_label("Words", 400))) == plain_first


def test_words_of_a_user_are_words_and_not_markup():
    figure = {
        "data": [],
        "layout": {
            "width": 300,
            "height": 200,
            "annotations": [
                {"text": "<script>alert(1)</script> & <img src=x>", "showarrow": False}
            ],
        },
    }

    svg = to_svg(figure)

    assert "<script" not in svg
    assert "<img" not in svg
    ElementTree.fromstring(svg)


def test_an_engine_is_replaced_before_it_has_grown():
    exporter = Exporter(renders_per_engine=2)

    for _ in range(5):
        exporter.svg(BAR)

    assert exporter.engines_made == 3


def test_what_cannot_be_drawn_is_an_error_and_the_next_figure_works(monkeypatch):
    exporter = Exporter()
    exporter.svg(BAR)

    def refuse(data, layout):
        raise RuntimeError("no")

    monkeypatch.setattr(exporter._engine, "render_svg", refuse)
    with pytest.raises(ExportError, match="no"):
        exporter.svg(BAR)

    assert exporter.svg(BAR).startswith("<svg")


def test_several_threads_may_ask_at_once():
    with ThreadPoolExecutor(4) as threads:
        pictures = set(threads.map(to_svg, [BAR] * 8))

    assert len(pictures) == 1


def test_bold_text_is_measured_as_bold():
    assert export.fonts.is_bold("600")
    assert export.fonts.is_bold("bold")
    assert not export.fonts.is_bold("400")
    assert not export.fonts.is_bold("")


def test_there_are_four_variants():
    assert set(VARIANTS) == {"wide-light", "wide-dark", "narrow-light", "narrow-dark"}
