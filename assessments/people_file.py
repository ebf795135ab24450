"""A list of people to ask, read and checked: from a file, or lines typed into a page.

With a header the columns are `name,role,email` in any order; without one they are in this order.
Either the whole list is good or every fault in it is told.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.text_gate import SHORT, clean_text
from assessments.inviting import MAX_INVITED_AT_ONCE, Invitee
from assessments.spreadsheet_text import original_text
from assessments.table_file import Fault, Row, TableFileError, csv_rows, refuse, shown
from assessments.workbook import file_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.types import Role

COLUMNS = ("name", "role", "email")


def read_file(data: bytes, *, name: str, roles: Sequence[Role]) -> tuple[Invitee, ...]:
    """The people of a CSV or XLSX file. name: the file's. Raises TableFileError."""
    rows = file_rows(data, name, known=COLUMNS)
    return read_rows(rows, roles=roles)


def read_lines(text: str, *, roles: Sequence[Role]) -> tuple[Invitee, ...]:
    """The people of typed or pasted lines. Raises TableFileError."""
    return read_rows(csv_rows(text.encode(), known=COLUMNS), roles=roles)


def read_rows(rows: Sequence[Row], *, roles: Sequence[Role]) -> tuple[Invitee, ...]:
    """Raises TableFileError with every fault found."""
    if not rows:
        raise refuse(_("There is nobody in it. Expected: %s") % ", ".join(COLUMNS))
    columns = _header(rows[0])
    people = rows[1:] if columns else rows
    if not people:
        raise refuse(_("There is nobody below the header."), row=rows[0].number)
    if len(people) > MAX_INVITED_AT_ONCE:
        raise refuse(_("Invite at most %d people at once.") % MAX_INVITED_AT_ONCE)
    reader = _Reader(columns or {name: place for place, name in enumerate(COLUMNS)}, roles)
    found = [reader.person(row) for row in people]
    if reader.faults:
        raise TableFileError(reader.faults)
    return tuple(person for person in found if person is not None)


def _header(row: Row) -> dict[str, int] | None:
    """Position of each named column; None if the first row is somebody already."""
    names = ["".join(cell.split()).casefold().replace("-", "") for cell in row.cells]
    if "name" not in names or "role" not in names:
        return None
    return {name: names.index(name) for name in COLUMNS if name in names}


class _Reader:
    """Goes through the rows once and remembers who was there, and every fault."""

    def __init__(self, columns: Mapping[str, int], roles: Sequence[Role]) -> None:
        self.columns = columns
        self.roles = {role.key: role.key for role in roles}
        self.roles |= {role.name.casefold(): role.key for role in roles}
        self.faults: list[Fault] = []
        self.seen: dict[tuple[str, str], int] = {}

    def person(self, row: Row) -> Invitee | None:
        """The row as a person; None if it has a fault."""
        before = len(self.faults)
        cells = {name: self._cell(row, name) for name in COLUMNS}
        if not cells["name"]:
            self._fault(row, "name", _("The cell is empty. Name the person."))
        role = self._role(row, cells["role"])
        self._check_email(row, cells["email"])
        for column in ("name", "email"):
            self._check_once(row, column, cells[column])
        if len(self.faults) > before:
            return None
        return Invitee(name=cells["name"], role=role, email=cells["email"])

    def _fault(self, row: Row, column: str, message: str) -> None:
        self.faults.append(Fault(message, row.number, column))

    def _cell(self, row: Row, column: str) -> str:
        place = self.columns.get(column)
        if place is None or place >= len(row.cells):
            return ""
        try:
            return clean_text(original_text(row.cells[place]), limit=SHORT)
        except ValidationError as error:
            self._fault(row, column, " ".join(error.messages))
            return ""

    def _role(self, row: Row, value: str) -> str:
        key = self.roles.get(value.casefold())
        if key is not None:
            return key
        if not value:
            self._fault(row, "role", _("The cell is empty. Say in which role the person answers."))
            return ""
        near = get_close_matches(value.casefold(), list(self.roles), n=2, cutoff=0.5)
        known = ", ".join(near) if near else ", ".join(sorted(set(self.roles.values())))
        self._fault(
            row,
            "role",
            _("“%(value)s” is no role here. Known: %(known)s")
            % {"value": shown(value), "known": known},
        )
        return ""

    def _check_email(self, row: Row, value: str) -> None:
        if not value:
            return
        try:
            validate_email(value)
        except ValidationError:
            text = _("“%s” is no e-mail address. Write one, such as ana@example.com, or none.")
            self._fault(row, "email", text % shown(value))

    def _check_once(self, row: Row, column: str, value: str) -> None:
        if not value:
            return
        first = self.seen.setdefault((column, value.casefold()), row.number)
        if first != row.number:
            text = _("“%(value)s” is in row %(row)d already. Keep one of the two.")
            self._fault(row, column, text % {"value": shown(value), "row": first})
