"""Text on its way into and out of spreadsheets, where a leading = is a command.

The export side is the one gate for cells and headers of CSV and XLSX files; the import side undoes
it, so that an exported file read again gives the original.
"""

from __future__ import annotations

import re

# Characters that XML 1.0 cannot hold, and DEL and C1 controls that no spreadsheet shows.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# A cell that starts so (after spaces and line breaks) may be run as a formula; also full width.
_COMMAND = re.compile(r"^[\s\"';]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]")
CELL_LIMIT = 32_767


def spreadsheet_text(value: str) -> str:
    """The text as an inert cell: no control characters, at most 32,767 characters, and a leading
    apostrophe where a spreadsheet would otherwise run it."""
    text = _CONTROL.sub("", value)
    if _COMMAND.match(text):
        text = f"'{text}"
    return text[:CELL_LIMIT]


def original_text(cell: str) -> str:
    """The text behind a cell that `spreadsheet_text` may have written."""
    if cell.startswith("'") and _COMMAND.match(cell[1:]):
        return cell[1:]
    return cell
