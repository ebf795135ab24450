"""A person's questionnaire as a workbook to fill offline: one sheet an area, answers by drop-down.

What is written can be read back without loss, notes included. Keys and texts are protected; a
hidden column keeps the version of each answer, so that what was changed meanwhile is noticed.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.text_gate import COMMENT, clean_text
from assessments.content import LEVELS, Content
from assessments.spreadsheet_text import original_text, spreadsheet_text
from assessments.table_file import Fault, TableFileError, refuse, shown
from assessments.workbook import xlsx_sheets
from capabilities import catalogue

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence

    from assessments.models import Answer
    from assessments.table_file import Row
    from capabilities.catalogue import QuestionEntry

# Column headings, as they are looked for when the file comes back.
COLUMNS = (
    "key", "capability", "question", "answer", "reason", "how sure", "note", "evidence", "version",
)  # fmt: skip
WIDTHS = (14, 26, 60, 60, 24, 14, 40, 30, 8)
LISTS = "lists"
NOT_APPLICABLE, DONT_KNOW = "Does not apply", "I don't know"
SURE = {"": None, "a guess": 1, "fairly sure": 2, "sure": 3}
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class Filled:
    """One answer of a file. version: of the stored answer when the file was made, 0 for none."""

    question: str
    content: Content
    version: int


def write(
    *,
    framework_id: uuid.UUID,
    questions: Sequence[QuestionEntry],
    answers: Mapping[int, Answer],
) -> bytes:
    """The workbook. answers: what is stored so far, by question id."""
    # The writer of workbooks is needed here alone.
    import xlsxwriter  # noqa: PLC0415

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        looks = _looks(book)
        framework = catalogue.engine_framework(framework_id)
        reasons = catalogue.na_reason_labels(framework_id)
        sheets = {area.key: book.add_worksheet(_sheet_name(area.name)) for area in framework.areas}
        lists = book.add_worksheet(LISTS)
        lists.hide()
        lists.write_column(0, 0, [label for _key, label in reasons])
        lists.write_column(0, 1, [text for text in SURE if text])
        for sheet in sheets.values():
            _head(sheet, looks)
        rows = dict.fromkeys(sheets, 1)
        for number, entry in enumerate(questions):
            area = framework.capability[entry.capability].area
            _row(
                sheets[area], rows[area], entry, answers.get(entry.id), looks,
                capability=framework.capability[entry.capability].name,
                reasons=dict(reasons), choices=_choices(lists, number + 2, entry),
            )  # fmt: skip
            rows[area] += 1
    return out.getvalue()


def _sheet_name(name: str) -> str:
    return _NOT_IN_SHEET_NAMES.sub(" ", spreadsheet_text(name))[:31]


def _looks(book: Any) -> dict[str, Any]:
    wrap = {"text_wrap": True, "valign": "top"}
    return {
        "head": book.add_format({"bold": True, "bottom": 1, "locked": True}),
        "fixed": book.add_format({**wrap, "locked": True, "font_color": "#444444"}),
        "open": book.add_format({**wrap, "locked": False, "border": 1, "bg_color": "#FFFDE8"}),
    }


def _head(sheet: Any, looks: Mapping[str, Any]) -> None:
    sheet.write_row(0, 0, COLUMNS, looks["head"])
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width, None, {"hidden": COLUMNS[place] == "version"})
    sheet.freeze_panes(1, 3)
    sheet.protect("", {"format_rows": True, "format_columns": True})


def _choices(lists: Any, column: int, entry: QuestionEntry) -> str:
    """Where the drop-down of a question finds its words; they are too long for the cell's rule."""
    from xlsxwriter.utility import xl_range_abs  # noqa: PLC0415

    words = [*entry.options, NOT_APPLICABLE, DONT_KNOW]
    lists.write_column(0, column, [spreadsheet_text(word) for word in words])
    return f"={LISTS}!{xl_range_abs(0, column, len(words) - 1, column)}"


def _row(
    sheet: Any,
    row: int,
    entry: QuestionEntry,
    answer: Answer | None,
    looks: Mapping[str, Any],
    *,
    capability: str,
    reasons: Mapping[str, str],
    choices: str,
) -> None:
    content = Content.of(answer) if answer else None
    fixed = [entry.key, capability, entry.text]
    given = _as_typed(entry, content, reasons) if content else [""] * 5
    for place, text in enumerate([*fixed, *given]):
        look = looks["fixed"] if place < len(fixed) else looks["open"]
        sheet.write_string(row, place, spreadsheet_text(text), look)
    sheet.write_number(row, COLUMNS.index("version"), answer.version if answer else 0)
    sheet.data_validation(row, 3, row, 3, {"validate": "list", "source": choices})
    sheet.data_validation(
        row, 4, row, 4, {"validate": "list", "source": f"={LISTS}!$A$1:$A${len(reasons)}"}
    )
    sheet.data_validation(row, 5, row, 5, {"validate": "list", "source": f"={LISTS}!$B$1:$B$3"})


def _as_typed(entry: QuestionEntry, content: Content, reasons: Mapping[str, str]) -> list[str]:
    """answer, reason, how sure, note, evidence in words."""
    words = {"na": NOT_APPLICABLE, "dk": DONT_KNOW}
    answer = words.get(content.kind) or entry.options[(content.value or 1) - 1]
    sure = next(text for text, value in SURE.items() if value == content.confidence)
    return [answer, reasons.get(content.reason, ""), sure, content.note, content.evidence]


def read(
    data: bytes, *, framework_id: uuid.UUID, questions: Sequence[QuestionEntry]
) -> tuple[Filled, ...]:
    """The answers in a workbook that `write` made, in the order of its sheets.

    Questions without an answer are left out. Raises TableFileError with every fault found, each
    with the sheet, the row and the column.
    """
    reader = _Reader(framework_id, questions)
    for name, rows in xlsx_sheets(data).items():
        reader.sheet(name, rows)
    if not reader.keyed:
        raise refuse(_("No sheet of this workbook is a questionnaire made here."))
    if reader.faults:
        raise TableFileError(reader.faults)
    if not reader.found:
        raise refuse(_("There is no answer in it."))
    return tuple(reader.found)


class _Reader:
    """Goes through the sheets once and remembers what was answered, and every fault."""

    def __init__(self, framework_id: uuid.UUID, questions: Sequence[QuestionEntry]) -> None:
        self.questions = {entry.key: entry for entry in questions}
        self.reasons = catalogue.na_reasons(framework_id)
        labels = catalogue.na_reason_labels(framework_id)
        self.labels = {label.casefold(): key for key, label in labels}
        self.faults: list[Fault] = []
        self.found: list[Filled] = []
        self.seen: set[str] = set()
        self.keyed = False

    def sheet(self, name: str, rows: Sequence[Row]) -> None:
        """A sheet without our headings is somebody's own and is left alone."""
        head = [cell.strip().casefold() for cell in rows[0].cells] if rows else []
        if "key" not in head or "answer" not in head:
            return
        self.keyed = True
        place = {column: head.index(column) for column in COLUMNS if column in head}
        for row in rows[1:]:
            cells = {
                column: original_text(row.cells[at]).strip() if at < len(row.cells) else ""
                for column, at in place.items()
            }
            self._line(name, row, cells)

    def _fault(self, sheet: str, row: Row, column: str, message: str) -> None:
        self.faults.append(Fault(f"{sheet}: {message}", row.number, column))

    def _line(self, sheet: str, row: Row, cells: Mapping[str, str]) -> None:
        if not any(
            cells.get(name) for name in ("answer", "reason", "how sure", "note", "evidence")
        ):
            return
        entry = self.questions.get(cells["key"])
        if entry is None:
            text = _("“%s” is no question of this person. Leave the keys as they are.")
            self._fault(sheet, row, "key", text % shown(cells["key"]))
            return
        if entry.key in self.seen:
            self._fault(sheet, row, "key", _("This question is there twice. Delete one row."))
            return
        self.seen.add(entry.key)
        before = len(self.faults)
        content = self._content(sheet, row, entry, cells)
        version = self._version(sheet, row, cells)
        if len(self.faults) == before and content is not None:
            self.found.append(Filled(entry.key, content, version))

    def _content(
        self, sheet: str, row: Row, entry: QuestionEntry, cells: Mapping[str, str]
    ) -> Content | None:
        choice = _choice(entry, cells["answer"])
        if choice is None:
            text = _("Choose one of the statements, “%(na)s” or “%(dk)s”.")
            words = {"na": NOT_APPLICABLE, "dk": DONT_KNOW}
            self._fault(sheet, row, "answer", text % words)
            return None
        sure = cells.get("how sure", "").casefold()
        if sure not in SURE:
            self._fault(sheet, row, "how sure", _("Choose: a guess, fairly sure, sure."))
        texts = {}
        for name in ("note", "evidence"):
            try:
                texts[name] = clean_text(cells.get(name, ""), limit=COMMENT, multiline=True)
            except ValidationError as error:
                self._fault(sheet, row, name, " ".join(error.messages))
        content = Content.from_choice(
            choice,
            reason=self.labels.get(cells.get("reason", "").casefold(), ""),
            confidence=SURE.get(sure),
            **{"note": "", "evidence": "", **texts},
        )
        try:
            content.check_reason(self.reasons)
        except ValidationError as error:
            for column, messages in error.message_dict.items():
                self._fault(sheet, row, column, " ".join(messages))
        return content

    def _version(self, sheet: str, row: Row, cells: Mapping[str, str]) -> int:
        text = cells.get("version", "") or "0"
        if not text.isdecimal():
            self._fault(sheet, row, "version", _("Leave this hidden column as it is."))
            return 0
        return int(text)


def _choice(entry: QuestionEntry, text: str) -> str | None:
    """ "1".."5", "na" or "dk", from the statement or from the number."""
    folded = " ".join(text.split()).casefold()
    known = {
        " ".join(option.split()).casefold(): str(level)
        for level, option in enumerate(entry.options, start=1)
    }
    known |= {level: level for level in LEVELS}
    known |= {NOT_APPLICABLE.casefold(): "na", DONT_KNOW.casefold(): "dk", "na": "na", "dk": "dk"}
    return known.get(folded)
