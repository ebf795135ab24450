"""A file of answers, read and checked: for `manage.py assess` and for the import page.

The header is `respondent,role,question,answer` and optionally `reason,note,evidence`, in any order
and case. Either the whole file is good or every fault in it is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.text_gate import COMMENT, SHORT, clean_text
from assessments.content import LEVELS, Content
from assessments.spreadsheet_text import original_text
from assessments.table_file import Fault, TableFileError, refuse, shown
from assessments.workbook import file_rows
from engine.types import Answer, AnswerKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assessments.table_file import Row
    from engine.types import Framework

REQUIRED = ("respondent", "role", "question", "answer")
OPTIONAL = ("reason", "note", "evidence")
COLUMNS = REQUIRED + OPTIONAL
_CHOICES = (*LEVELS, "na", "dk")
_LIMITS = {"respondent": SHORT, "note": COMMENT, "evidence": COMMENT}


@dataclass(frozen=True, slots=True)
class Line:
    """One accepted row. row: as a spreadsheet counts. content: what was said, texts cleaned."""

    row: int
    respondent: str
    role: str
    question: str
    content: Content

    @property
    def answer(self) -> Answer:
        """The same as a value of the engine."""
        content = self.content
        return Answer(
            respondent=self.respondent,
            role=self.role,
            question=self.question,
            kind=AnswerKind(content.kind),
            value=content.value,
            reason=content.reason,
            evidence=bool(content.evidence),
        )


def read_answers(
    data: bytes, *, name: str, framework: Framework, reasons: Mapping[str, bool]
) -> tuple[Line, ...]:
    """The answers of a CSV or XLSX file, in file order.

    name: the file's name, for its ending. reasons: keys of the framework's reasons for "does not
    apply", True where a note is needed. Raises TableFileError with every fault found.
    """
    rows = file_rows(data, name, known=COLUMNS)
    if not rows:
        raise refuse(_("The file holds nothing. Expected: %s") % ",".join(COLUMNS))
    columns = _header(rows[0])
    if len(rows) == 1:
        raise refuse(_("There are no answers below the header."), row=rows[0].number)
    reader = _Reader(columns, framework, dict(reasons))
    lines = tuple(filter(None, map(reader.line, rows[1:])))
    if reader.faults:
        raise TableFileError(reader.faults)
    return lines


def _header(row: Row) -> dict[str, int]:
    """Position of each named column. Raises TableFileError naming each that is wrong."""
    names = ["_".join(cell.split()).casefold() for cell in row.cells]
    if not set(names) & set(COLUMNS):
        raise refuse(
            _("The first row is no header. Expected: %s") % ",".join(COLUMNS), row=row.number
        )
    faults = [
        Fault(_("The column “%s” is missing.") % missing, row.number)
        for missing in REQUIRED
        if missing not in names
    ]
    for position, name in enumerate(names):
        if name in names[:position] and name:
            faults.append(Fault(_("The column is there twice."), row.number, name))
        elif name and name not in COLUMNS:
            text = _("This column is not known. Known: %s") % ", ".join(COLUMNS)
            faults.append(Fault(text, row.number, shown(name)))
    if faults:
        raise TableFileError(faults)
    return {name: position for position, name in enumerate(names) if name}


class _Reader:
    """Goes through the rows once and remembers what must be unique, and every fault."""

    def __init__(
        self, columns: Mapping[str, int], framework: Framework, reasons: dict[str, bool]
    ) -> None:
        self.columns = columns
        self.framework = framework
        self.reasons = reasons
        self.faults: list[Fault] = []
        self.places: set[tuple[int, str]] = set()
        # Folded name to the name, the role and the row where each was first seen.
        self.people: dict[str, tuple[str, str, int]] = {}
        self.seen: dict[tuple[str, str], int] = {}

    def line(self, row: Row) -> Line | None:
        """The row as a line; None if it has a fault."""
        before = len(self.faults)
        cells = self._cells(row)
        respondent, role = self._person(row, cells)
        question = self._question(row, cells, respondent, role)
        content = self._content(row, cells)
        if len(self.faults) > before or content is None:
            return None
        return Line(row.number, respondent, role, question, content)

    def _fault(self, row: Row, column: str, message: str) -> None:
        # One a cell: what is refused for its characters is not told to be empty as well.
        if (row.number, column) in self.places:
            return
        self.places.add((row.number, column))
        self.faults.append(Fault(message, row.number, column))

    def _cells(self, row: Row) -> dict[str, str]:
        """Cleaned text by column; a cell that is refused is reported and empty."""
        named = set(self.columns.values())
        for position, cell in enumerate(row.cells):
            if position not in named and cell.strip():
                text = _("“%s” stands in no named column. Put quotation marks round commas.")
                self._fault(row, f"#{position + 1}", text % shown(cell))
        cells = dict.fromkeys(COLUMNS, "")
        for name, position in self.columns.items():
            raw = original_text(row.cells[position]) if position < len(row.cells) else ""
            limit = _LIMITS.get(name, SHORT)
            try:
                cells[name] = clean_text(raw, limit=limit, multiline=name in {"note", "evidence"})
            except ValidationError as error:
                self._fault(row, name, " ".join(error.messages))
        return cells

    def _person(self, row: Row, cells: Mapping[str, str]) -> tuple[str, str]:
        name, role = cells["respondent"], cells["role"].casefold()
        if not name:
            self._missing(row, "respondent", _("Name who answered; a code will do."))
        known = self.framework.role
        if role not in known:
            self._unknown(row, "role", cells["role"], known)
            role = ""
        if not (name and role):
            return name, role
        first_name, first_role, first_row = self.people.setdefault(
            name.casefold(), (name, role, row.number)
        )
        if role != first_role:
            text = _("“%(name)s” answers as %(role)s in row %(row)d. One person has one role.")
            values = {"name": shown(name), "role": first_role, "row": first_row}
            self._fault(row, "role", text % values)
        return first_name, role

    def _question(self, row: Row, cells: Mapping[str, str], name: str, role: str) -> str:
        key = cells["question"].casefold()
        question = self.framework.question.get(key)
        if question is None:
            self._unknown(row, "question", cells["question"], self.framework.question)
            return ""
        if role and role not in question.roles:
            text = _("This question is not asked of %(role)s, but of %(roles)s. Delete the row.")
            self._fault(row, "question", text % {"role": role, "roles": ", ".join(question.roles)})
        if name:
            first = self.seen.setdefault((name.casefold(), key), row.number)
            if first != row.number:
                text = _("“%(name)s” answered this in row %(row)d already. Keep one of the two.")
                self._fault(row, "question", text % {"name": shown(name), "row": first})
        return key

    def _content(self, row: Row, cells: Mapping[str, str]) -> Content | None:
        choice, reason = cells["answer"].casefold(), cells["reason"].casefold()
        if not choice:
            self._missing(row, "answer", _("Write 1 to 5, na or dk, or delete the row."))
            return None
        if choice not in _CHOICES:
            text = _("“%s” is no answer. Write 1 to 5, na (does not apply) or dk (don't know).")
            self._fault(row, "answer", text % shown(cells["answer"]))
            return None
        if reason and choice != "na":
            self._fault(row, "reason", _("A reason belongs to na only. Put this into the note."))
            return None
        if choice == "na" and reason not in self.reasons:
            text = _("Say why it does not apply, by one of: %s")
            self._fault(row, "reason", text % ", ".join(self.reasons))
            return None
        content = Content.from_choice(
            choice, reason=reason, note=cells["note"], evidence=cells["evidence"]
        )
        try:
            content.check_reason(self.reasons)
        except ValidationError as error:
            for column, messages in error.message_dict.items():
                self._fault(row, column, " ".join(messages))
        return content

    def _missing(self, row: Row, column: str, advice: str) -> None:
        self._fault(row, column, _("The cell is empty. %s") % advice)

    def _unknown(self, row: Row, column: str, value: str, known: Iterable[str]) -> None:
        if not value:
            self._missing(row, column, _("Write one of the framework's keys."))
            return
        near = get_close_matches(value.casefold(), list(known), n=3, cutoff=0.5)
        text = _("“%s” is not known in this framework.") % shown(value)
        if near:
            text += " " + _("Did you mean %s?") % ", ".join(near)
        elif column == "role":
            text += " " + _("Roles: %s") % ", ".join(known)
        self._fault(row, column, text)
