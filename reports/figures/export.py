"""Figure in, SVG out: real plotly.js in an embedded engine, without a browser.

plotly-mirage is wrapped because, as it comes, it cannot read typed arrays, measures text with
whatever font it finds, grows with every picture, and must stay on one thread.
"""

from __future__ import annotations

import base64
import html
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from reports.figures import fallback, fonts

if TYPE_CHECKING:
    from mirage.engine import MirageEngine

    from reports.figures.frame import Figure

# An engine keeps about half a megabyte of every picture.
RENDERS_PER_ENGINE = 50
# The engine recurses deeply; the default of some systems is too small for it.
STACK_BYTES = 16 * 1024 * 1024
# plotly.js draws the names of its parts by lot; with this the same figure gives the same picture.
_SEED = "(function(){var s=1;Math.random=function(){s=s*16807%2147483647;return s/2147483647}})()"
# plotly.js remembers sizes of texts by their words and their style; the engine's elements know
# their style only as an object, so that a bold text would get the size of a plain one.
_STYLE = """
(function () {
  var before = Element.prototype.getAttribute;
  Element.prototype.getAttribute = function (name) {
    if (name === "style" && this.style && typeof this.style.cssText === "function") {
      return this.style.cssText() || null;
    }
    return before.call(this, name);
  };
})()
"""
_TEXT = re.compile(r"<(?:text|tspan)\b[^>]*>([^<]*)")


class ExportError(Exception):
    """plotly.js drew nothing, or refused the figure."""


class Exporter:
    """One engine on one thread of its own, made anew every RENDERS_PER_ENGINE pictures."""

    def __init__(self, renders_per_engine: int = RENDERS_PER_ENGINE) -> None:
        self.renders_per_engine = renders_per_engine
        self.engines_made = 0
        self._renders = 0
        self._engine: MirageEngine | None = None
        self._start = threading.Lock()
        self._thread: ThreadPoolExecutor | None = None

    def svg(self, figure: Figure) -> str:
        """The figure as an SVG document with its glyphs inside. Raises ExportError.

        figure: {"data": [...], "layout": {...}} with width and height in the layout.
        """
        return self._pool().submit(self._render, plain(figure)).result()

    def _pool(self) -> ThreadPoolExecutor:
        with self._start:
            if self._thread is None:
                before = threading.stack_size(STACK_BYTES)
                self._thread = ThreadPoolExecutor(1, thread_name_prefix="charts")
                self._thread.submit(int).result()
                threading.stack_size(before)
            return self._thread

    def _render(self, figure: Figure) -> str:
        if self._engine is None or self._renders >= self.renders_per_engine:
            self._engine, self._renders = None, 0
            self._engine = _engine()
            self.engines_made += 1
        self._renders += 1
        try:
            self._engine.context.eval(_SEED)
            svg: str = self._engine.render_svg(figure["data"], figure["layout"])
        except Exception as error:  # quickjs raises a type of its own for any trouble inside
            self._engine = None
            raise ExportError(str(error)) from error
        return _dressed(svg)


def _engine() -> MirageEngine:
    """A mirage engine that measures with our own font files."""
    from mirage.engine import MirageEngine
    from mirage.fonts import FontManager

    class SourceSans(FontManager):  # type: ignore[misc]  # mirage has no types
        def get_font(self, family: str, size: float, weight: str = "") -> Any:
            return fonts.pillow_font(max(1, round(size)), fonts.is_bold(weight.strip().lower()))

        def measure(self, text: str, family: str, size: float, weight: str = "") -> Any:
            wide, *rest = super().measure(text, family, size, weight)
            if not text.isascii():
                bold = fonts.is_bold(weight.strip().lower())
                wide = max(wide, fonts.length(text, max(1, round(size)), bold=bold))
            return (wide, *rest)

    engine = MirageEngine()
    engine.context.add_callable("_measureTextRaw", SourceSans().measure_raw)
    engine.context.eval(_STYLE)
    return engine


def _dressed(svg: str) -> str:
    """With the glyphs it shows, so that it looks the same wherever it is opened."""
    words = "".join(html.unescape(found) for found in _TEXT.findall(svg))
    opening = svg.index(">", svg.index("<svg")) + 1
    return f"{svg[:opening]}<style>{fonts.style(words)}</style>{svg[opening:]}"


def plain(figure: Any) -> Figure:
    """A figure as JSON has it: objects of plotly become dicts, typed arrays lists, dates text."""
    from plotly.utils import PlotlyJSONEncoder

    given = figure.to_dict() if hasattr(figure, "to_dict") else figure
    return dict(_lists(json.loads(json.dumps(given, cls=PlotlyJSONEncoder))))


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        if "bdata" in value and "dtype" in value:
            return _decoded(value)
        return {key: _lists(item) for key, item in value.items()}
    return [_lists(item) for item in value] if isinstance(value, list) else value


def _decoded(typed: dict[str, Any]) -> Any:
    import numpy as np

    flat = np.frombuffer(base64.b64decode(typed["bdata"]), dtype=np.dtype(typed["dtype"]))
    shape = str(typed.get("shape", "")).split(",")
    return flat.reshape([int(n) for n in shape]).tolist() if len(shape) > 1 else flat.tolist()


# A picture of so many times its size, so that it is sharp in print and on fine screens.
PNG_ZOOM = 2


def to_png(svg: str, paper: str | None = None) -> bytes:
    """A picture of `to_svg` as PNG, on paper of a colour if the picture has none of its own. Raises
    ExportError."""
    import resvg_py

    svg, more = fallback.drawn(svg)
    files = [*(str(fonts.path(face)) for face in fonts.FACES), *more]
    try:
        png: bytes = resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=PNG_ZOOM,
            background=paper,
            skip_system_fonts=True,
            font_files=files,
        )
    except ValueError as error:
        raise ExportError(str(error)) from error
    return bytes(png)


_exporter = Exporter()


def to_svg(figure: Figure) -> str:
    """The figure as an SVG document; the one way from a figure to a picture."""
    return _exporter.svg(figure)
