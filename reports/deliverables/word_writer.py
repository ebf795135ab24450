"""From the document to the file: headings, paragraphs, captions, tables and pictures in styles."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Pt

from reports import dates
from reports.deliverables import table_room
from reports.deliverables.chart_files import boxed, pixels
from reports.deliverables.document import (
    Card,
    Chart,
    Depth,
    Facts,
    Notice,
    Number,
    Points,
    Table,
    Text,
)  # fmt: skip
from reports.deliverables.plain_words import boxes, marks, provenance
from reports.deliverables.steady_zip import steady
from reports.deliverables.word_parts import (
    describe,
    describe_table,
    field,
    has_words,
    keep_whole,
)
from reports.deliverables.word_template import (
    CELL,
    CELL_SIZE,
    KEY,
    NOTICE,
    SMALL,
    opened,
    right_to_left,
)
from reports.deliverables.xml_text import one_line, runs_right_to_left, sentence_title, xml_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.document import Block, Deliverable, Fact
    from reports.deliverables.word_template import Base

# Rows of a table that stays on one page; how much wider than measured letters may be.
_SHORT, _BOLD, _WIDER = 14, 1.06, 1.2


def write(document: Deliverable, template: bytes | None) -> bytes:
    return _Writer(document, opened(template, document.brand)).write()


class _Writer:
    """Writes block after block at the end of the document, and counts figures and tables."""

    def __init__(self, document: Deliverable, base: Base) -> None:
        self.document, self.base = document, base
        self.word = base.document
        self.figures, self.tables = 0, 0
        section = self.word.sections[0]
        self.width = int(
            (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        )

    def write(self) -> bytes:
        self._front()
        for section in self.document.up_to(Depth.BOARD):
            self.paragraph(sentence_title(section.message), "Heading 1")
            for block in section.up_to(Depth.BOARD):
                self._block(block)
        self.paragraph(provenance(self.document), SMALL)
        self._edges()
        self._language()
        self._properties()
        out = io.BytesIO()
        self.word.save(out)
        return steady(out.getvalue())

    def _front(self) -> None:
        document, brand = self.document, self.document.brand
        if brand.logo:
            self._logo(brand.logo)
        self.paragraph(document.organisation, "Title")
        self.paragraph(_("Marketing operations: where it stands and what comes next"), "Subtitle")
        lines = (
            f"{document.assessment}, {dates.day(document.provenance.analysed_on.isoformat())}",
            brand.made_by,
            brand.confidentiality,
        )
        self.paragraph(" · ".join(line for line in lines if line), SMALL)
        if document.provenance.synthetic:
            words = _("Synthetic data: none of these people or figures are real.")
            self.paragraph(words, NOTICE)

    def _logo(self, logo: bytes) -> None:
        shape = self.word.add_picture(io.BytesIO(logo))
        scale = min(Pt(150) / shape.width, Pt(42) / shape.height, 1.0)
        shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
        brand = self.document.brand
        describe(shape, "Logo", brand.client_name or brand.made_by or "Logo")

    # Blocks.

    def _block(self, block: Block) -> None:
        if isinstance(block, Text | Notice):
            self.paragraph(block.text, NOTICE if isinstance(block, Notice) else None)
        elif isinstance(block, Points):
            self._list(block)
        elif isinstance(block, Facts):
            self._facts(block.items)
        elif isinstance(block, Chart):
            self._chart(block)
        elif isinstance(block, Table):
            self._table(block)
        else:
            self._card(block)

    def _list(self, points: Points) -> None:
        for item in points.items:
            self.paragraph(item.text, "List Bullet")

    def _card(self, card: Card) -> None:
        self.paragraph(one_line(card.name), "Heading 2")
        self._line_of(card.facts)
        for inner in card.blocks:
            self._block(inner)

    def paragraph(self, text: str, style: str | None = None) -> Any:
        """User text as it is; a line break in it stays one."""
        made = self.word.add_paragraph(xml_text(text), style)
        if runs_right_to_left(text):
            right_to_left(made)
        return made

    def _facts(self, facts: Sequence[Fact]) -> None:
        """Values under their labels; one under the other where one is not short."""
        if not facts:
            return
        values = [f.value.text if isinstance(f.value, Number) else f.value for f in facts]
        if len(facts) > 6 or any(len(value) > 16 for value in values):
            for fact, value in zip(facts, values, strict=True):
                note = f" ({fact.note})" if fact.note else ""
                self.paragraph(f"{fact.label}: {value}{note}", "List Bullet")
            return
        noted = any(fact.note for fact in facts)
        table = self._grid(3 if noted else 2, len(facts), ruled=False)
        rows = [([f.label for f in facts], SMALL), (values, KEY), ([f.note for f in facts], SMALL)]
        for row, (texts, style) in zip(table.rows, rows, strict=False):
            keep_whole(row, head=style == SMALL and texts is rows[0][0])
            for cell, text in zip(row.cells, texts, strict=True):
                self._cell(cell, text, style)
        said = "; ".join(f"{f.label} {value}" for f, value in zip(facts, values, strict=True))
        describe_table(table, _("Key figures"), said)
        # Word would make one table of two that nothing stands between.
        between = self.paragraph("", CELL)
        between.paragraph_format.line_spacing = Pt(4)

    def _line_of(self, facts: Sequence[Fact]) -> None:
        """The facts of a card, in one paragraph."""
        if not facts:
            return
        made = self.word.add_paragraph(style=SMALL)
        made.paragraph_format.keep_with_next = True
        for n, fact in enumerate(facts):
            value = fact.value.text if isinstance(fact.value, Number) else fact.value
            made.add_run(f"{'; ' if n else ''}{xml_text(fact.label)} ")
            made.add_run(xml_text(value)).bold = True
            if fact.note:
                made.add_run(f" ({xml_text(fact.note)})")

    def _chart(self, chart: Chart) -> None:
        """The picture over its caption; both stay on one page."""
        shape = self.word.add_picture(io.BytesIO(pixels(chart)))
        scale = self.width / shape.width
        room = int((self.word.sections[0].page_height or 0) * 0.55)
        scale = min(scale, room / shape.height)
        shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
        describe(shape, chart.message, chart.alt)
        holder = self.word.paragraphs[-1].paragraph_format
        holder.keep_with_next, holder.line_spacing, holder.space_after = True, 1.0, Pt(0)
        self.figures += 1
        caption = self._caption(_("Figure"), "Figure", self.figures, chart.message)
        if said := " · ".join(filter(None, (marks(chart), chart.source))):
            caption.paragraph_format.keep_with_next = True
            self.paragraph(said, SMALL)
        if boxed(chart):
            self.paragraph(boxes(), SMALL)

    def _table(self, given: Table) -> None:
        self.tables += 1
        caption = self._caption(_("Table"), "Table", self.tables, given.message)
        caption.paragraph_format.keep_with_next = True
        table = self._grid(len(given.rows) + 1, len(given.columns), ruled=True)
        # Our font is in the file, its bold wider than what is measured; a template's may be more.
        size = CELL_SIZE * (_BOLD if self.base.own else _WIDER)
        points = table_room.widths(given, self.width / Pt(1), size, spare=200.0)
        table.autofit = False
        for column, wide in zip(table.columns, points, strict=True):
            column.width = Emu(int(Pt(1) * wide))
        numeric = [column.unit is not None for column in given.columns]
        for r, (row, texts) in enumerate(zip(table.rows, table_room.texts(given), strict=True)):
            keep_whole(row, head=r == 0)
            # A short table is not parted, and no head stands alone.
            kept = r == 0 or len(given.rows) <= _SHORT
            for n, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                cell.width = Emu(int(Pt(1) * points[n]))
                paragraph = self._cell(cell, text, CELL)
                paragraph.paragraph_format.keep_with_next = kept or None
                if numeric[n]:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                if r == 0 and not self.base.own:
                    # A template's plainest table style may say nothing of its head.
                    for run in paragraph.runs:
                        run.bold = True
        describe_table(table, given.message, " ".join(filter(None, (given.message, given.order))))
        self.paragraph(given.order, SMALL).paragraph_format.space_before = Pt(3)

    def _grid(self, rows: int, columns: int, *, ruled: bool) -> Any:
        table = self.word.add_table(rows, columns)
        if ruled and self.base.table:
            table.style = self.word.styles[self.base.table]
        return table

    def _cell(self, cell: Any, text: str, style: str) -> Any:
        paragraph = cell.paragraphs[0]
        paragraph.style = self.word.styles[style]
        paragraph.add_run(xml_text(text))
        if runs_right_to_left(text):
            right_to_left(paragraph)
        return paragraph

    def _caption(self, word: str, name: str, number: int, message: str) -> Any:
        """With a number that Word counts anew when something is put before it."""
        paragraph = self.word.add_paragraph(style="Caption")
        paragraph.add_run(f"{word} ")
        field(paragraph, f"SEQ {name} \\* ARABIC", str(number))
        paragraph.add_run(f". {xml_text(sentence_title(message))}")
        return paragraph

    # What the whole document has.

    def _edges(self) -> None:
        """Client and confidentiality above, pages below; a template's own stay as they are."""
        brand = self.document.brand
        section = self.word.sections[0]
        if not has_words(section.header):
            parts = (
                brand.client_name or self.document.organisation,
                self.document.assessment,
                brand.confidentiality,
                _("Synthetic data") if self.document.provenance.synthetic else "",
            )
            section.header.paragraphs[0].text = one_line(" · ".join(filter(None, parts)))
        if not has_words(section.footer):
            paragraph = section.footer.paragraphs[0]
            paragraph.text = one_line(brand.footer) + (" · " if brand.footer else "")
            before, _sign, after = _("Page {page} of {pages}").partition("{page}")
            between, _sign, last = after.partition("{pages}")
            paragraph.add_run(before)
            field(paragraph, "PAGE", "1")
            paragraph.add_run(between)
            field(paragraph, "NUMPAGES", "1")
            paragraph.add_run(last)

    def _language(self) -> None:
        """Of the texts, for the spelling check and for who listens."""
        defaults = self.word.styles.element.find(qn("w:docDefaults"))
        holder = defaults.find(f".//{qn('w:rPr')}") if defaults is not None else None
        if holder is None:
            return
        for old in holder.findall(qn("w:lang")):
            holder.remove(old)
        lang = parse_xml(f"<w:lang {nsdecls('w')}/>")
        lang.set(qn("w:val"), self.document.brand.language)
        holder.append(lang)

    def _properties(self) -> None:
        document = self.document
        core = self.word.core_properties
        core.title = one_line(f"{document.organisation}: {document.assessment}")[:255]
        core.author = one_line(document.brand.made_by or "mops")[:255]
        core.last_modified_by = core.author
        core.subject = _("Marketing operations: where it stands and what comes next")
        core.keywords, core.comments, core.category = "", provenance(document)[:255], ""
        core.language = document.brand.language
        core.created = core.modified = datetime.combine(document.provenance.made_on, time(), UTC)
        core.revision = 1
