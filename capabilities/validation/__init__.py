"""Does the content of a pack make sense? Every fault found in one run, with its file and path.

`check_pack` reads a folder and asks all questions; `check_content` asks them of a document already
read. References are followed only if every file could be read, or one torn file would show as a
hundred faults elsewhere. What needs a sound document to be asked at all (the stage a profile
reaches, whether every start reaches level 5) is asked only when nothing else is wrong.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from capabilities.faults import Fault, PackError
from capabilities.pack import Pack, read_folder
from capabilities.validation import aims, initiatives, people, questions, registers, simulation
from capabilities.validation.index import Index


def check_pack(folder: Path) -> Pack:
    """The pack in a folder, checked. Raises PackError with every fault of form and of sense."""
    reading = read_folder(folder)
    faults = list(reading.faults)
    if reading.whole:
        faults += check_content(reading.content, sound=not faults)
    if faults:
        raise PackError(sorted(set(faults)))
    return Pack(reading.content)


def check_content(content: dict[str, Any], *, sound: bool = True) -> list[Fault]:
    """Faults of sense of a complete document. sound: False if its form had faults already."""
    index = Index.of(content)
    for check in (questions.check, aims.check, people.check, registers.check, initiatives.check):
        check(index)
    if sound and not index.faults:
        aims.check_stages(index)
        simulation.check(index)
    return index.faults


def advice(content: dict[str, Any]) -> list[Fault]:
    """What a sound document could do better; never a reason to refuse it."""
    index = Index.of(content)
    aims.advise(index)
    initiatives.advise(index)
    return index.faults
