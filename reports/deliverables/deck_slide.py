"""One slide: its title, its texts, its figures, what is said beneath and in the notes.

Sizes are set where a box has to be filled, colours and fonts never: those are the master's. Only
our own master has its quiet texts in grey.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pptx.enum.dml import MSO_THEME_COLOR as THEME
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.shapes import PP_PLACEHOLDER as TYPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from reports.deliverables import fitting
from reports.deliverables.deck_boxes import bar, text_box
from reports.deliverables.deck_master import (
    Rect,
    body_of,
    of_type,
    placeholders,
    rect_of,
    subtitle_of,
    title_of,
)  # fmt: skip
from reports.deliverables.deck_text import (
    SMALL,
    TEXT_SIZES,
    Paragraph,
    inherited_size,
    shrink,
    text_size,
)
from reports.deliverables.xml_text import one_line, runs_right_to_left, sentence_title, xml_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pptx.slide import Slide, SlideLayout

    from reports.deliverables.deck_master import Master

_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_TITLE_SIZES = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6)


@dataclass(frozen=True, slots=True)
class Small:
    """What every slide needs to know. footer: stands at its foot; language: of the texts, for the
    spelling check; made_on: day of the deck; known: what was found of each layout."""

    footer: str
    language: str
    made_on: date
    known: dict[int, Layout] = field(default_factory=dict)

    def layout(self, layout: SlideLayout) -> Layout:
        key = id(layout._element)
        if key not in self.known:
            self.known[key] = Layout.of(layout)
        return self.known[key]


@dataclass(frozen=True, slots=True)
class Places:
    """The placeholders of a new slide."""

    placeholders: list[Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout asked once: points of its title's box and text, and its places for footer and
    number, each with the points of its width and text."""

    title_box: tuple[float, float]
    title_size: float
    edges: dict[Any, tuple[Any, float, float]]

    @classmethod
    def of(cls, layout: SlideLayout) -> Layout:
        title = title_of(layout)
        edges = {}
        for kind in (TYPE.FOOTER, TYPE.SLIDE_NUMBER):
            model = of_type(layout, kind)
            if model is not None:
                width = rect_of(model).points[0] - 14
                edges[kind] = (model._element.ph, width, inherited_size(model, default=10))
        return cls(rect_of(title).points, inherited_size(title, title=True), edges)


class Sheet:
    """A new slide at the end of the deck."""

    def __init__(self, master: Master, layout: SlideLayout, small: Small) -> None:
        self.master, self.small = master, small
        self.slide: Slide = master.deck.slides.add_slide(layout)
        self.layout = layout
        self.shapes = self.slide.shapes
        # Else the library looks at every shape before it adds one.
        self.shapes.turbo_add_enabled = True
        self.known = small.layout(layout)
        # Asked now, while the slide has nothing else.
        self.places = Places(list(self.slide.placeholders))
        self.used: set[int] = set()
        self._notes: list[str] = []

    # What a slide has once.

    def title(self, text: str) -> None:
        """In the title's placeholder, smaller if it is long: it never leaves its box."""
        shape = self.shapes.title
        words = sentence_title(text)
        self._fill(shape, [Paragraph(words)])
        box, base = self.known.title_box, self.known.title_size
        for scale in _TITLE_SIZES:
            lines = fitting.line_count(words, box[0] - 14, base * scale, bold=True)
            if lines * base * scale * 1.2 <= box[1] - 4:
                break
        shrink(shape, scale)

    def subtitle(self, lines: Sequence[str], room: Rect) -> None:
        """Beneath the title of the first slide; a text box where the layout has no place for it."""
        shape = subtitle_of(self.places) or body_of(self.places)
        paragraphs = [Paragraph(one_line(line)) for line in lines if line]
        if shape is None:
            self.text(room, paragraphs)
            return
        self._fill(shape, paragraphs)
        place = rect_of(shape)
        base = inherited_size(self._layouts(shape))
        needed = fitting.height([p.text for p in paragraphs], place.points[0] - 14, base, gap=4)
        shrink(shape, min(1.0, max(0.4, (place.points[1] - 8) / max(1.0, needed))))

    def _layouts(self, shape: Any) -> Any:
        """The layout's placeholder that this one inherits from."""
        index = shape.placeholder_format.idx
        return next(one for one in placeholders(self.layout) if one.placeholder_format.idx == index)

    def finish(self, number: int) -> None:
        """Foot, slide number and notes; placeholders that stayed empty go."""
        for shape in self.places.placeholders:
            if shape.shape_id not in self.used:
                shape._element.getparent().remove(shape._element)
        self._edge(TYPE.FOOTER, self.small.footer)
        self._edge(TYPE.SLIDE_NUMBER, str(number))
        if self._notes:
            notes = self.slide.notes_slide.notes_text_frame
            if notes is not None:
                notes.text = xml_text("\n".join(self._notes))

    def note(self, *lines: str) -> None:
        self._notes += [line for line in lines if line]

    def _edge(self, kind: Any, text: str) -> None:
        """A footer or number as the layout has it; if it has none, small at the lower edge."""
        if not text:
            return
        is_number = kind == TYPE.SLIDE_NUMBER
        model, width, points = self.known.edges.get(kind, (None, self._low(False).points[0], 9.0))
        name = "Slide Number" if is_number else "Footer"
        field = (
            '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum"><a:rPr/>'
            f"<a:t>{text}</a:t></a:fld>"
            if is_number
            else "<a:r><a:rPr/><a:t/></a:r>"
        )
        if model is None:
            place = self._low(is_number)
            size = ' sz="900"'
            field = field.replace("<a:rPr/>", f"<a:rPr{size}/>")
            where = (
                f'<p:spPr><a:xfrm><a:off x="{place.left}" y="{place.top}"/><a:ext'
                f' cx="{place.width}" cy="{place.height}"/></a:xfrm><a:prstGeom prst="rect">'
                "<a:avLst/></a:prstGeom></p:spPr>"
            )
            role, body = "<p:nvPr/>", '<a:bodyPr wrap="square" lIns="0" rIns="0" anchor="ctr"/>'
        else:
            like = f'type="{model.get("type")}" sz="quarter" idx="{model.get("idx")}"'
            role = f"<p:nvPr><p:ph {like}/></p:nvPr>"
            where, body = "<p:spPr/>", "<a:bodyPr/>"
        align = ' algn="r"' if model is None and is_number else ""
        shape = parse_xml(
            f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{self.shapes._next_shape_id}" name="{name}"/>'
            "<p:cNvSpPr/>"
            f"{role}</p:nvSpPr>{where}<p:txBody>{body}<a:lstStyle/><a:p><a:pPr{align}/>{field}</a:p>"
            "</p:txBody></p:sp>"
        )
        run = shape.find(".//" + qn("a:r"))
        if run is not None:
            words = one_line(text)
            run.find(qn("a:t")).text = words
            if model is not None and fitting.text_width(words, points) > width:
                fits = fitting.fitting_size(words, (width, points * 1.5), (points, 9, 8, 7))
                run.find(qn("a:rPr")).set("sz", str(int(fits * 100)))
                run.find(qn("a:t")).text = fitting.cut(words, width, fits, 1)
        self.shapes._spTree.append(shape)

    def _low(self, right: bool) -> Rect:
        room = self.master.room
        top = (self.master.deck.slide_height or 0) - Inches(0.3)
        wide = Inches(0.6) if right else room.width - Inches(0.7)
        return Rect(room.right - wide if right else room.left, top, wide, Inches(0.25))

    # Text.

    def _fill(self, shape: Any, paragraphs: Sequence[Paragraph], size: float | None = None) -> None:
        """Into a placeholder, whose own fonts, colours and bullets stay."""
        self.used.add(shape.shape_id)
        frame = shape.text_frame
        for n, paragraph in enumerate(paragraphs):
            target = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            self._write(target, paragraph, size)

    def _write(self, target: Any, paragraph: Paragraph, size: float | None) -> None:
        for n, line in enumerate(xml_text(paragraph.text).split("\n")):
            if n:
                target.add_line_break()
            run = target.add_run()
            run.text = line
            if size is not None:
                run.font.size = Pt(SMALL if paragraph.quiet and size > SMALL else size)
            if paragraph.bold:
                run.font.bold = True
            run._r.get_or_add_rPr().set("lang", self.small.language)
        properties = target._p.get_or_add_pPr()
        if runs_right_to_left(paragraph.text):
            properties.set("rtl", "1")
            properties.set("algn", "r")
        if size is not None:
            # A master's own spacing is made for fewer lines.
            target.space_before, target.space_after = Pt(0), Pt(size * 0.4)
            if not paragraph.bullet:
                properties.set("marL", "0")
                properties.set("indent", "0")
                properties.append(parse_xml(f"<a:buNone {_NS}/>"))

    def text(
        self,
        place: Rect,
        paragraphs: Sequence[Paragraph],
        *,
        size: float | None = None,
        name: str = "Text",
    ) -> None:
        """A box of text. size: in points, else the largest at which it fits."""
        box = text_box(
            self.shapes._next_shape_id,
            name,
            place,
            paragraphs,
            size=size or text_size(paragraphs, place),
            language=self.small.language,
            grey=self.master.own,
        )
        self.shapes._spTree.append(box)

    def bar(self, name: str, place: Rect, colour: str) -> None:
        """Without words. colour: of the theme, as its XML has it."""
        self.shapes._spTree.append(bar(self.shapes._next_shape_id, name, "", place, colour))

    def body(
        self, place: Rect, paragraphs: Sequence[Paragraph], *, most: float = TEXT_SIZES[0]
    ) -> None:
        """The layout's text placeholder at this place, or a box where there is none. most: points
        of the largest text."""
        size = min(most, text_size(paragraphs, place))
        shape = body_of(self.places)
        if shape is None or shape.shape_id in self.used:
            self.text(place, paragraphs, size=size)
            return
        inset = self.master.inset
        wider = replace(place, left=place.left - inset, width=place.width + 2 * inset)
        shape.left, shape.top, shape.width, shape.height = _emu(wider)
        self._fill(shape, paragraphs, size)

    def source(self, text: str, place: Rect) -> None:
        """Number of answers and date, beneath a figure."""
        if text:
            words, width = one_line(text), place.points[0]
            size = fitting.fitting_size(words, (width, 15.0), (SMALL, 10.0, 9.0))
            words = fitting.cut(words, width, size, 1)
            self.text(place, [Paragraph(words, quiet=True)], size=size, name="Source")

    def tag(self, text: str, place: Rect) -> None:
        """A small label in the accent colour, such as "changed"."""
        shape = self.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_emu(place))
        shape.name = "Mark"
        shape.shadow.inherit = False
        shape.fill.background()
        shape.line.color.theme_color = THEME.ACCENT_6
        shape.line.width = Pt(1)
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = Pt(3)
        frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap = False
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        run = frame.paragraphs[0].add_run()
        run.text = one_line(text)
        run.font.size = Pt(9)
        run.font.bold = True
        # An autoshape's own text colour is the slide's background.
        run.font.color.theme_color = THEME.TEXT_1
        frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        self.used.add(shape.shape_id)


def _emu(place: Rect) -> tuple[Emu, Emu, Emu, Emu]:
    return Emu(place.left), Emu(place.top), Emu(place.width), Emu(place.height)
