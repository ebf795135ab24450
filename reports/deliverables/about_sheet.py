"""The first sheet of a workbook: what it is, what it was made from, and the way to every sheet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports import dates
from reports.deliverables.document import Column, Notice, Table
from reports.deliverables.sheets import HEADER, MUTED, cell_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.document import Deliverable
    from reports.deliverables.sheets import Workbook

# Pixels within which a logo stands, to the right of the words.
_LOGO = (200, 56)
_LOGO_AT = (0, 2)


def write(
    book: Workbook, sheet: Any, document: Deliverable, told: Sequence[tuple[str, str]]
) -> None:
    """told: names of the other sheets, with what each says."""
    words = [*_facts(document), *((_("Note"), text) for text in _notices(document))]
    table = Table(
        key="about",
        message="",
        columns=(Column("what", _("What")), Column("words", _("In words"))),
        rows=(*words, *told),
        keys=(),
    )
    book.table(sheet, table, filters=False)
    link = book.looks.look(align="left", indent=1, underline=1, font_color=book.looks.accent)
    for down, (name, _message) in enumerate(told, start=HEADER + 1 + len(words)):
        sheet.write_url(down, 0, f"internal:'{name}'!A1", link, cell_text(name))
    sheet.fit_to_pages(1, 1)
    sheet.set_tab_color(MUTED)
    if document.brand.logo:
        _logo(sheet, document.brand.logo)


def _facts(document: Deliverable) -> list[tuple[str, str]]:
    made = document.provenance
    answers = _("%(answers)s of %(people)s people")
    facts = [
        (_("Made for"), document.brand.client_name or document.organisation),
        (_("Made by"), document.brand.made_by),
        (_("Confidentiality"), document.brand.confidentiality),
        (_("Framework"), f"{made.framework}, {made.framework_version}"),
        (_("Answers"), answers % {"answers": made.answers, "people": made.respondents}),
        (_("Analysed on"), dates.day(made.analysed_on.isoformat())),
        (_("Made on"), dates.day(made.made_on.isoformat())),
        (_("Engine"), made.engine_version),
        (_("Digest of the inputs"), made.input_digest),
    ]
    return [(label, value) for label, value in facts if value]


def _notices(document: Deliverable) -> list[str]:
    blocks = (block for section in document.sections for block in section.blocks)
    return [block.text for block in blocks if isinstance(block, Notice)]


def _logo(sheet: Any, logo: bytes) -> None:
    from PIL import Image

    with Image.open(io.BytesIO(logo)) as picture:
        wide, high = picture.size
    scale = min(_LOGO[0] / wide, _LOGO[1] / high, 1.0)
    place = {"image_data": io.BytesIO(logo), "x_scale": scale, "y_scale": scale}
    sheet.insert_image(*_LOGO_AT, "logo.png", {**place, "object_position": 3, "decorative": True})
