"""The master that a deck is built upon: the product's own, or the one that a client uploaded.

Of an uploaded one the slides go, its fonts, colours and layouts stay. Placeholders are found by
their type and, where that does not tell, by their name.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from reports.deliverables.deck_own_master import own_master
from reports.deliverables.office_file import (
    POWERPOINT,
    TemplateError,
    check_parts,
    checked,
    damaged,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pptx.presentation import Presentation as Deck
    from pptx.slide import SlideLayout, SlideMaster

    from reports.deliverables.document import Brand

TITLES = {TYPE.TITLE, TYPE.CENTER_TITLE}
BODIES = {TYPE.BODY, TYPE.OBJECT}
EDGES = {TYPE.FOOTER, TYPE.SLIDE_NUMBER, TYPE.DATE}
CONTENT = {*BODIES, TYPE.CHART, TYPE.TABLE, TYPE.PICTURE, TYPE.MEDIA_CLIP, TYPE.ORG_CHART}
_SUBTITLE = re.compile(r"sub\W?title|untertitel|sous.titre|subt[ií]tulo|sottotitolo", re.IGNORECASE)
_VERTICAL = {"vertTx", "vertTitleAndTx"}
# Slides smaller than this on one side have no room for a figure with its words.
_LEAST = Inches(4)


@dataclass(frozen=True, slots=True)
class Rect:
    """In EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def area(self) -> int:
        return max(0, self.width) * max(0, self.height)

    @property
    def points(self) -> tuple[float, float]:
        return self.width / Pt(1), self.height / Pt(1)


@dataclass(frozen=True, slots=True)
class Master:
    """own: the product's. cover, text, plain: its layouts for the first slide, for a title with a
    text, and for a title alone; one layout may be several of these. room: where content goes.
    fonts: of its titles and its texts. inset: how far its texts stand within their places."""

    deck: Deck
    own: bool
    cover: SlideLayout
    text: SlideLayout
    plain: SlideLayout
    room: Rect
    fonts: frozenset[str]
    inset: int = 0


def opened(master: bytes | None, brand: Brand) -> Master:
    """A deck without slides and the layouts to use. Raises TemplateError."""
    if master is None:
        return _master(own_master(brand), own=True)
    return _master(_uploaded(master), own=False)


def _uploaded(data: bytes) -> Deck:
    clean = checked(data, POWERPOINT)
    try:
        deck = Presentation(io.BytesIO(clean))
        _remove_slides(deck)
        for layout in all_layouts(deck):
            placeholders(layout)
        for one in deck.slide_masters:
            _fonts(one)
    # Whatever python-pptx and lxml raise on a forged file, it is a file that we cannot use.
    except Exception as error:
        raise damaged(POWERPOINT) from error
    check_parts(deck.part.package, POWERPOINT)
    return deck


def _remove_slides(deck: Deck) -> None:
    """With all that only they refer to, which is not written if nothing refers to it; also the
    sections and custom shows that list them."""
    element = deck.part._element
    listed = element.sldIdLst
    for slide in list(listed) if listed is not None else []:
        deck.part.drop_rel(slide.rId)
        listed.remove(slide)
    for key, rel in list(deck.part.rels.items()):
        if rel.reltype.endswith(("/slide", "/commentAuthors", "/printerSettings", "/thumbnail")):
            deck.part.rels.pop(key)
    package = deck.part.package
    for key, rel in list(package._rels.items()):
        if rel.reltype.endswith("/thumbnail"):
            package._rels.pop(key)
    for child in list(element):
        if child.tag.endswith(("}custShowLst", "}extLst", "}custDataLst")):
            element.remove(child)


def all_layouts(deck: Deck) -> Iterator[SlideLayout]:
    for master in deck.slide_masters:
        yield from master.slide_layouts


def _master(deck: Deck, *, own: bool) -> Master:
    width, height = deck.slide_width or 0, deck.slide_height or 0
    if min(width, height) < _LEAST:
        raise TemplateError(
            _("Its slides are too small for a chart. Choose 4:3 or 16:9 under Slide Size.")
        )
    usable = [
        one for one in all_layouts(deck) if title_of(one) is not None and not _is_vertical(one)
    ]
    if not usable:
        raise TemplateError(
            _(
                "None of its layouts has a title. In PowerPoint under View > Slide Master add a"
                " layout with a title, such as “Title Only”, and upload the file again."
            )
        )
    plain = min(usable, key=_emptiness)
    texts = [one for one in usable if body_of(one) is not None and not _is_cover(one)]
    text = min(
        texts, key=lambda one: (_kind(one) not in ("obj", "tx"), _emptiness(one)), default=plain
    )
    cover = next((one for one in usable if _kind(one) == "title"), None)
    cover = cover or next((one for one in usable if _is_cover(one)), plain)
    room = _room(text, plain, Rect(0, 0, width, height))
    inset = _inset(title_of(plain), plain.slide_master)
    room = Rect(room.left + inset, room.top, room.width - 2 * inset, room.height)
    return Master(deck, own, cover, text, plain, room, _fonts(plain.slide_master), inset)


def _fonts(master: SlideMaster) -> frozenset[str]:
    """Those of its theme, as far as that names them."""
    theme = master.part.part_related_by(RT.THEME)
    fonts = parse_xml(theme.blob).iterfind(f".//{qn('a:fontScheme')}/*/{qn('a:latin')}")
    return frozenset(one.get("typeface", "") for one in fonts)


def _inset(title: Any, master: SlideMaster) -> int:
    """Of a title's words at the left, so that ours begin where they do."""
    found = [title, *([general] if (general := title_of(master)) is not None else [])]
    for holder in found:
        body = holder._element.find(".//" + qn("a:bodyPr"))
        if body is not None and body.get("lIns", "").isdigit():
            return int(body.get("lIns"))
    return int(Inches(0.1))


def _kind(layout: SlideLayout) -> str:
    return str(layout._element.get("type", ""))


def _is_vertical(layout: SlideLayout) -> bool:
    return _kind(layout) in _VERTICAL


def _is_cover(layout: SlideLayout) -> bool:
    types = {one.placeholder_format.type for one in placeholders(layout)}
    return _kind(layout) in ("title", "secHead") or bool(types & {TYPE.CENTER_TITLE, TYPE.SUBTITLE})


def _emptiness(layout: SlideLayout) -> tuple[bool, bool, int]:
    """The lower, the more of the slide is free for us."""
    content = [one for one in placeholders(layout) if one.placeholder_format.type in CONTENT]
    return (_kind(layout) != "titleOnly" and _is_cover(layout), bool(content), len(content))


def placeholders(layout: SlideLayout) -> list[Any]:
    """Of a layout, as a list: python-pptx types them as something that cannot be gone through."""
    found: Any = layout.placeholders
    return list(found)


def title_of(owner: Any) -> Any | None:
    return next((one for one in owner.placeholders if one.placeholder_format.type in TITLES), None)


def subtitle_of(owner: Any) -> Any | None:
    """By its type, or a text that is named so."""
    found = next(
        (one for one in owner.placeholders if one.placeholder_format.type == TYPE.SUBTITLE), None
    )
    return found or next((one for one in owner.placeholders if _named_subtitle(one)), None)


def body_of(owner: Any) -> Any | None:
    """The largest placeholder for text."""
    bodies = [
        one
        for one in owner.placeholders
        if one.placeholder_format.type in BODIES and not _named_subtitle(one)
    ]
    return max(bodies, key=lambda one: rect_of(one).area, default=None)


def of_type(owner: Any, kind: Any) -> Any | None:
    return next((one for one in owner.placeholders if one.placeholder_format.type == kind), None)


def _named_subtitle(shape: Any) -> bool:
    kind = shape.placeholder_format.type
    return kind == TYPE.BODY and bool(_SUBTITLE.search(shape.name))


def rect_of(shape: Any) -> Rect:
    """Where a placeholder stands, inherited or not; nowhere if nobody says."""
    values = (shape.left, shape.top, shape.width, shape.height)
    return Rect(*(int(value or 0) for value in values))


def _room(text: SlideLayout, plain: SlideLayout, slide: Rect) -> Rect:
    """The text placeholder's place if that is large enough, else what title and footers leave."""
    body = body_of(text)
    if body is not None:
        place = rect_of(body)
        if place.width > 0.75 * slide.width and place.height > 0.55 * slide.height:
            return place
    title = rect_of(title_of(plain))
    margin = max(Inches(0.4), min(title.left, slide.width // 8))
    edges = [rect_of(one) for one in placeholders(plain) if one.placeholder_format.type in EDGES]
    low = [one.top for one in edges if one.area and one.top > slide.height * 0.8]
    floor = min(low, default=slide.height - Inches(0.35)) - Inches(0.1)
    beside = title.height > 0.5 * slide.height and title.width < 0.5 * slide.width
    if beside and title.left < slide.width / 2:
        left = title.right + Inches(0.3)
        return Rect(left, Inches(0.4), slide.width - left - Inches(0.4), floor - Inches(0.4))
    top = title.bottom + Inches(0.12)
    if top > slide.height / 2:  # a title at the foot, or of unknown place: what is above it
        top = Inches(1.5) if not title.area else Inches(0.4)
        floor = min(floor, title.top - Inches(0.1)) if title.area else floor
    return Rect(margin, top, slide.width - 2 * margin, floor - top)
