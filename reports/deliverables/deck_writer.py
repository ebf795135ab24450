"""From the document to the file: the slides of an audience on a master, with their notes."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time
from itertools import takewhile
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pptx.util import Pt

from reports import dates
from reports.deliverables import deck_blocks, deck_notes, fitting
from reports.deliverables.deck_changes import Earlier
from reports.deliverables.deck_master import Rect, opened
from reports.deliverables.deck_page import Page
from reports.deliverables.deck_pages import BOARD_SLIDES, WORKING_SLIDES, Audience, pages
from reports.deliverables.deck_slide import Sheet, Small
from reports.deliverables.deck_text import Paragraph
from reports.deliverables.deck_words import Rest
from reports.deliverables.document import Card, Column, Table, Text
from reports.deliverables.plain_words import provenance, words_of
from reports.deliverables.steady_zip import steady
from reports.deliverables.xml_text import one_line, sentence_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.presentation import Presentation as Deck

    from reports.deliverables.deck_changes import Difference
    from reports.deliverables.deck_master import Master
    from reports.deliverables.document import Block, Deliverable

_TAG_HIGH = int(Pt(15))
# So many changes of a slide are told on the slide of changes, the others in its own notes.
_TOLD = 3
_MOST_CONTINUED, _MANY = 12, 1000
_CARDS = 2


def write(
    document: Deliverable, audience: Audience, master: bytes | None, since: Deliverable | None
) -> bytes:
    base = opened(master, document.brand)
    # A deck carries no font: whoever opens it may lack the client's as well as we do.
    with fitting.in_fonts(base.fonts):
        made = _Writer(document, audience, base, since)
        over = made.build()
        if over > 0:
            # On a small master with a wide font more goes on than there are slides for: what can
            # be done without goes, and after the last slide whatever does not fit its own.
            base = opened(master, document.brand)
            made = _Writer(document, audience, base, since, fewer=over)
            made.build()
        return made.saved()


class _Writer:
    """Writes slide after slide. Two of them are filled last, when the others have their numbers."""

    def __init__(
        self,
        document: Deliverable,
        audience: Audience,
        master: Master,
        since: Deliverable | None,
        *,
        fewer: int = 0,
    ) -> None:
        """fewer: messages of a working session; then what does not fit goes on as long as there are
        slides for it."""
        self.document, self.audience, self.master = document, audience, master
        self.pages = pages(document, audience, most=WORKING_SLIDES - 1 - fewer)
        # Slides for what does not fit its own; what there is none for is told in the notes.
        self.further = _MANY
        if audience is Audience.BOARD:
            self.further = 0
        elif fewer:
            self.further = WORKING_SLIDES - 1 - len(self.pages)
        self.earlier = Earlier(since) if since else None
        self.small = Small(_footer(document), document.brand.language, document.provenance.made_on)
        self.sheets: list[Sheet] = []
        self.titles: list[str] = []
        # Slides that changed: number, message, differences.
        self.changed: list[tuple[int, str, list[Difference]]] = []
        self.contents: list[tuple[str, int]] = []

    def build(self) -> int:
        """How many slides a working session has too many."""
        # A board has seen the cover before: it takes no slide from what is said.
        if self.audience is not Audience.BOARD or len(self.pages) < BOARD_SLIDES:
            self._cover()
        changes = self._sheet(self.master.plain) if self.earlier else None
        listed = self._sheet(self.master.text) if self.audience is Audience.FULL else None
        for page in self.pages:
            self._page(page)
        if changes is not None:
            self._changes(changes)
        if listed is not None:
            self._contents(listed)
        if self.audience is not Audience.WORKING:
            return 0
        return len(self.sheets) - WORKING_SLIDES - bool(changes)

    def saved(self) -> bytes:
        """With a title on every slide that no other slide has."""
        times, seen = Counter(self.titles), Counter[str]()
        for number, (sheet, title) in enumerate(zip(self.sheets, self.titles, strict=True), 1):
            seen[title] += 1
            nth = {"title": title, "n": seen[title], "all": times[title]}
            several = times[title] > 1
            sheet.title(_("%(title)s (%(n)s of %(all)s)") % nth if several else title)
            sheet.finish(number)
        deck = self.master.deck
        _properties(deck, self.document)
        out = io.BytesIO()
        deck.save(out)
        return steady(out.getvalue())

    def _sheet(self, layout: object, title: str = "") -> Sheet:
        """title: told later where it is not known yet."""
        sheet = Sheet(self.master, layout, self.small)  # type: ignore[arg-type]
        self.sheets.append(sheet)
        self.titles.append(sentence_title(title))
        return sheet

    def _name(self, sheet: Sheet, title: str) -> None:
        self.titles[self.sheets.index(sheet)] = title
        sheet.note(title)

    def _cover(self) -> None:
        document = self.document
        sheet = self._sheet(self.master.cover, document.organisation)
        brand, made = document.brand, document.provenance
        lines = [
            _("Marketing operations: where it stands and what comes next"),
            f"{document.assessment}, {dates.day(made.analysed_on.isoformat())}",
            " · ".join(part for part in (brand.made_by, brand.confidentiality) if part),
            _("Synthetic data: none of these people or figures are real.")
            if made.synthetic
            else "",
        ]
        room = self.master.room
        low = replace(room, top=room.top + room.height // 3, height=room.height // 3)
        sheet.subtitle(lines, low)
        sheet.note(provenance(document))

    def _page(self, page: Page) -> None:
        """A page on one slide, and on further ones what does not fit; the board's goes into the
        notes."""
        sheet = self._start(page, page.title)
        if not self.contents or self.contents[-1][0] != self._section_title(page):
            self.contents.append((self._section_title(page), len(self.sheets)))
        rest = deck_blocks.lay_out(sheet, page, self._marked(sheet, page), cut=not self.further)
        sheet.note(page.title)
        aside = list(page.unseen)
        if not self.further:
            aside += rest.blocks
            sheet.note(*(paragraph.text for paragraph in rest.paragraphs))
            rest = Rest()
        for block in aside:
            sheet.note(*words_of(block))
        sheet.note("", *deck_notes.making([*page.shown, *page.unseen]))
        sheet.note(provenance(self.document))
        self._continue(page, rest)

    def _continue(self, page: Page, rest: Rest) -> None:
        for _n in range(min(_MOST_CONTINUED, self.further)):
            if not rest.blocks and not rest.paragraphs:
                return
            self.further -= 1
            words = tuple(
                Text(f"continued.{n}", paragraph.text)
                for n, paragraph in enumerate(rest.paragraphs)
            )
            taken = _together(rest.blocks)
            blocks = rest.blocks[:taken] or words
            more = Page(page.section, page.title, tuple(blocks))
            layout = self.master.plain if rest.blocks else self.master.text
            sheet = self._sheet(layout, page.title)
            left = deck_blocks.lay_out(sheet, more, self.master.room, cut=False)
            if not left.blocks and len(left.paragraphs) >= len(words) and words:
                # One paragraph longer than a slide: whole in the notes.
                sheet.note(*(text.text for text in words))
                left.paragraphs = left.paragraphs[1:]
            sheet.note(page.title, provenance(self.document))
            if rest.blocks:
                left.blocks += rest.blocks[taken:]
                left.paragraphs += rest.paragraphs
            rest = left
        for block in rest.blocks:
            self.sheets[-1].note(*words_of(block))
        self.sheets[-1].note(*(paragraph.text for paragraph in rest.paragraphs))

    def _start(self, page: Page, title: str) -> Sheet:
        wordy = all(isinstance(block, Text) or hasattr(block, "items") for block in page.shown)
        return self._sheet(self.master.text if wordy else self.master.plain, title)

    def _section_title(self, page: Page) -> str:
        section = self.document.section(page.section)
        return section.title if section else page.title

    def _marked(self, sheet: Sheet, page: Page) -> Rect:
        """The room that is left; with a mark above it where something changed."""
        room = self.master.room
        if self.earlier is None:
            return room
        section = self.document.section(page.section)
        leads = section is not None and page.title == section.message
        found = self.earlier.differences(page, section.message if leads and section else None)
        if not found:
            return room
        self.changed.append((len(self.sheets), page.title, found))
        words = _("changed")
        wide = int(Pt(58))
        sheet.tag(words, Rect(room.right - wide, room.top, wide, _TAG_HIGH))
        sheet.note(
            _("Changed since the deck of %(date)s:") % {"date": self._since()},
            *(f"- {_told(one)}" for one in found),
            "",
        )
        high = _TAG_HIGH + int(Pt(5))
        return replace(room, top=room.top + high, height=room.height - high)

    def _since(self) -> str:
        assert self.earlier is not None  # noqa: S101  # asked for only with one
        return dates.day(self.earlier.document.provenance.made_on.isoformat())

    def _changes(self, sheet: Sheet) -> None:
        assert self.earlier is not None  # noqa: S101
        count = len(self.changed)
        title = ngettext(
            "Since the deck of %(date)s, %(n)s slide says something else",
            "Since the deck of %(date)s, %(n)s slides say something else",
            count,
        ) % {"date": self._since(), "n": count}
        gone = self.earlier.gone(self.document)
        if not count and not gone:
            title = _("Nothing changed since the deck of %(date)s") % {"date": self._since()}
        self._name(sheet, title)
        rows = [
            (str(number), message, "; ".join(map(_told, found[:_TOLD])) + _more(len(found) - _TOLD))
            for number, message, found in self.changed
        ]
        rows += [("", message, _("no longer there")) for message in gone]
        if not rows:
            words = [Paragraph(_("Every number and every message is as it was."))]
            sheet.body(self.master.room, words)
            return
        table = Table(
            key="changes", message=title,
            columns=(
                Column("slide", _("Slide")), Column("message", _("What it says now")),
                Column("change", _("What changed")),
            ),
            rows=tuple(rows), keys=tuple(str(n) for n in range(len(rows))),
            order=_("In the order of the slides; all changes stand in the notes of each slide."),
        )  # fmt: skip
        rest = deck_blocks.lay_out(
            sheet, Page("changes", title, (table,)), self.master.room, cut=True
        )
        for block in rest.blocks:
            sheet.note(*words_of(block))

    def _contents(self, sheet: Sheet) -> None:
        title = _("What is in this deck")
        self._name(sheet, title)
        lines = [
            Paragraph(f"{name}, {_('slide')} {number}", bullet=True)
            for name, number in self.contents
        ]
        sheet.body(self.master.room, lines)


def _together(blocks: Sequence[Block]) -> int:
    """How many of the blocks that are left go onto one slide: cards beside each other."""
    cards = len(list(takewhile(lambda block: isinstance(block, Card), blocks)))
    return min(_CARDS, max(1, cards))


def _told(one: Difference) -> str:
    if one.before is None:
        return _("new: %(now)s") % {"now": _named(one.what, one.now)}
    if one.now is None:
        return _("gone: %(before)s") % {"before": _named(one.what, one.before)}
    if one.what:
        return f"{one.what}: {one.before} → {one.now}"
    return _("was: %(before)s") % {"before": sentence_title(one.before)}


def _named(what: str, text: str | None) -> str:
    return sentence_title(f"{what} {text or ''}")


def _more(count: int) -> str:
    if count <= 0:
        return ""
    return "; " + ngettext("and %(n)s more", "and %(n)s more", count) % {"n": count}


def _footer(document: Deliverable) -> str:
    """What must be read first stands first: a footer that is too long loses its end."""
    brand = document.brand
    parts: Sequence[str] = (
        _("Synthetic data") if document.provenance.synthetic else "",
        brand.confidentiality,
        brand.client_name or document.organisation,
        document.assessment,
        brand.footer,
    )
    return one_line(" · ".join(part for part in parts if part))


def _properties(deck: Deck, document: Deliverable) -> None:
    made = datetime.combine(document.provenance.made_on, time(), UTC)
    core = deck.core_properties
    core.title = one_line(f"{document.organisation}: {document.assessment}")[:255]
    core.author = one_line(document.brand.made_by or "mops")[:255]
    core.last_modified_by = core.author
    core.subject = _("Marketing operations: where it stands and what comes next")
    core.keywords, core.comments, core.category = "", provenance(document)[:255], ""
    core.language = document.brand.language
    core.created = core.modified = made
    core.revision = 1
