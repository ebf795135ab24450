"""Templates and data in, PDF out: the one door to typst.

Everything is handed over in memory, so that no disk can be full and no template can read a file
of this machine. Two things are taken care of here. PDF/UA forbids letters that no font can draw:
where our own fonts lack one, those of the system are tried, and what is left becomes a box. And
typst's threads do not survive a fork: a child of a process that has used it would wait for ever,
so such a child sets the document in a process of its own.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.figures import fonts

if TYPE_CHECKING:
    from collections.abc import Mapping

MAIN = "main.typ"
STANDARD = "ua-1"
FACES = (fonts.REGULAR, fonts.SEMIBOLD)
# Bytes of a file; a brief is smaller, a report larger.
LARGE = 300_000
_REMEMBERED = 10
# A document that takes longer in a process of its own has gone wrong.
SECONDS = 120
_TEMPLATES = Path(__file__).resolve().parent / "typst"
_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")

# The process whose threads typst has; none before its first use.
_used_by: int | None = None


class TypesettingError(Exception):
    """typst refused a document."""


@lru_cache(maxsize=16)
def template(name: str) -> bytes:
    return (_TEMPLATES / name).read_bytes()


def typeset(files: Mapping[str, bytes], *, timestamp: int) -> bytes:
    """The PDF of a document.

    files: by name; MAIN is the document, .json and .svg hold text that people wrote. timestamp:
    seconds since 1970, written into the file, so that the same files give the same bytes.
    Raises TypesettingError.
    """
    if _used_by not in (None, os.getpid()):
        return _elsewhere(files, timestamp)
    written = _text_of(files)
    strange = fonts.lacks(written)
    if not strange:
        return _compiled(files, system_fonts=False, timestamp=timestamp)
    try:
        return _compiled(files, system_fonts=True, timestamp=timestamp)
    except TypesettingError as error:
        unknown = _unknown(str(error))
        if not unknown:
            raise
    try:
        return _compiled(_boxed(files, unknown), system_fonts=True, timestamp=timestamp)
    except TypesettingError:
        # Letters that are drawn together can hide others that no font has.
        return _compiled(_boxed(files, strange), system_fonts=False, timestamp=timestamp)


def _compiled(files: Mapping[str, bytes], *, system_fonts: bool, timestamp: int) -> bytes:
    import typst

    global _used_by  # noqa: PLW0603  # a fact about the process, which has one
    _used_by = os.getpid()
    # It takes files by name; its types do not say so.
    compiled: Any = typst.compile
    try:
        made: bytes = compiled(
            dict(files),
            font_paths=_fonts(system_fonts),
            pdf_standards=[STANDARD],
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        raise TypesettingError(error.diagnostic) from error
    if len(made) > LARGE:
        _forget(compiled)
    return made


def _forget(compiled: Any) -> None:
    """Has typst drop what it remembers of a document: it keeps that of the last ten, which for ten
    reports is more than half a gigabyte."""
    for _ in range(_REMEMBERED + 1):
        compiled({MAIN: b""}, font_paths=_fonts(False))


@lru_cache(maxsize=2)
def _fonts(system: bool) -> Any:
    """Our faces and those inside typst, read into memory; with `system` those of the machine too.

    Exactly these files are offered, from a folder that is gone afterwards: the font package holds
    every face twice, and which of the two is found first differs between machines.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="fonts-") as folder:
        for face in FACES:
            (Path(folder) / face).symlink_to(fonts.path(face))
        found = typst.Fonts(include_system_fonts=system, font_paths=[folder])
        every_face = b'#set text(font: "Source Sans Pro")\na #text(weight: 600)[a]'
        typst.compile(every_face, font_paths=found)
    return found


def _text_of(files: Mapping[str, bytes]) -> str:
    return "".join(
        data.decode("utf-8") for name, data in files.items() if name.endswith((".json", ".svg"))
    )


def _unknown(said: str) -> frozenset[str]:
    """The letters that typst found no font for."""
    named = (
        _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) for text in _MISSING.findall(said)
    )
    return frozenset("".join(named)) - frozenset("\\")


def _boxed(files: Mapping[str, bytes], letters: frozenset[str]) -> dict[str, bytes]:
    """With a box for each of the letters. A joiner is taken out: there is nothing to join."""
    table = {ord(letter): "" if letter in fonts.UNDRAWN else fonts.BOX for letter in letters}
    return {
        name: data.decode("utf-8").translate(table).encode()
        if name.endswith((".json", ".svg"))
        else data
        for name, data in files.items()
    }


def _elsewhere(files: Mapping[str, bytes], timestamp: int) -> bytes:
    """In a new process, whose typst nobody has used."""
    order = {
        "files": {name: base64.b64encode(data).decode() for name, data in files.items()},
        "timestamp": timestamp,
    }
    ended = subprocess.run(  # this interpreter and this module
        [sys.executable, "-m", "reports.deliverables.typesetting"],
        cwd=Path(__file__).resolve().parents[2],
        input=json.dumps(order).encode(),
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    if ended.returncode:
        raise TypesettingError(ended.stderr.decode(errors="replace"))
    return ended.stdout


def main() -> int:
    """What `_elsewhere` starts: files on standard input, the PDF on standard output."""
    order = json.load(sys.stdin)
    files = {name: base64.b64decode(data) for name, data in order["files"].items()}
    sys.stdout.buffer.write(typeset(files, timestamp=order["timestamp"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
