"""The main job without a browser or a database: answers in a file, result in files."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.answer_file import read_answers
from assessments.table_file import MAX_BYTES, TableFileError
from capabilities.engine_values import engine_framework
from capabilities.faults import PackError
from capabilities.pack import Pack, bundled
from reports.assess_options import add_arguments, parameters
from reports.deliverables.assemble import About
from reports.headless import assess, compare, deliverable, written
from reports.progress import Progress
from reports.result_files import change_files, json_files, write_files
from reports.summary_text import summary_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.management.base import CommandParser

    from engine.types import AnalysisParameters, Answer, Framework, PlanParameters
    from reports.deliverables.document import Deliverable

STEPS = 4
BAD_INPUT = 2


@dataclass(frozen=True, slots=True)
class Given:
    """What was read: of this round and of the one before."""

    path: Path
    previous: Path | None
    pack: Pack
    framework: Framework
    answers: list[Answer]
    before: list[Answer]
    parameters: AnalysisParameters
    limits: PlanParameters


class Command(BaseCommand):
    help = "Score a CSV or XLSX file of answers, plan a roadmap, write both. Needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def handle(self, *, answers: Path, **options: Any) -> None:
        quiet = options["quiet"]
        previous: Path | None = options["previous"]
        with Progress(None if quiet else sys.stderr, STEPS + bool(previous)) as progress:
            progress.step("reading the answers")
            given = self._read(answers, previous, options)
            change = None
            try:
                document = assess(
                    given.framework, given.answers, given.parameters, given.limits, progress.step
                )
                if previous is not None:
                    progress.step("comparing with the last round")
                    change = compare(given.framework, given.before, given.answers, given.parameters)
            except ValueError as error:
                raise CommandError(
                    f"{error}. Nothing was written.", returncode=BAD_INPUT
                ) from error
            progress.step("writing the files")
            folder, files = _files(given, document, change, options)
            _write(folder, files)
        if quiet:
            return
        for text in summary_lines(document, given.framework, given.limits, change):
            self.stdout.write(text)
        if files:
            self.stdout.write(f"\nWritten to {folder}: {', '.join(files)}")

    def _read(self, path: Path, previous: Path | None, options: Mapping[str, Any]) -> Given:
        """Tells every fault, of the options and of the files."""
        pack = _pack(options["framework"])
        framework = engine_framework(pack.content)
        found, asked, limits = parameters(pack.content, framework, options, timezone.localdate())
        values: list[list[Answer]] = [[], []]
        for number, file in enumerate((path, previous)):
            try:
                values[number] = [] if file is None else _answers(file, pack, framework)
            except TableFileError as error:
                # With one file its name is in the last line; with two each fault says where it is.
                where = "" if previous is None else f"{file}: "
                found += [f"{where}{fault}" for fault in error.faults]
        if found:
            for fault in found:
                self.stderr.write(fault)
            count = "1 fault" if len(found) == 1 else f"{len(found)} faults"
            raise CommandError(f"{path.name}: {count}. Nothing was written.", returncode=BAD_INPUT)
        return Given(path, previous, pack, framework, values[0], values[1], asked, limits)


def _pack(key: str) -> Pack:
    try:
        return bundled(key)
    except PackError as error:
        raise CommandError(str(error), returncode=BAD_INPUT) from error


def _answers(path: Path, pack: Pack, framework: Framework) -> list[Answer]:
    try:
        with path.open("rb") as handle:
            # One byte more than allowed is enough to know that a file is too large.
            data = handle.read(MAX_BYTES + 1)
    except OSError as error:
        text = f"{path} cannot be read: {error.strerror}"
        raise CommandError(text, returncode=BAD_INPUT) from error
    reasons = {
        reason["key"]: bool(reason.get("needs_note"))
        for reason in pack.content["framework"]["na_reasons"]
    }
    lines = read_answers(data, name=path.name, framework=framework, reasons=reasons)
    return [line.answer for line in lines]


def _files(
    given: Given,
    document: dict[str, Any],
    change: dict[str, Any] | None,
    options: Mapping[str, Any],
) -> tuple[Path, dict[str, bytes]]:
    """The folder and what belongs into it: JSON if only a folder is named, the present folder if
    only formats are, nothing if neither is."""
    folder: Path | None = options["out"]
    formats: list[str] = options["formats"] or (["json"] if folder else [])
    files: dict[str, bytes] = {}
    if formats == ["json"]:
        files = json_files(document)
    elif formats:
        files = written(_deliverable(given, document, change, options), formats)
    if files and change is not None:
        files |= change_files(change)
    return folder or Path(), files


def _deliverable(
    given: Given,
    document: dict[str, Any],
    change: dict[str, Any] | None,
    options: Mapping[str, Any],
) -> Deliverable:
    today = timezone.localdate()
    about = About(
        organisation=options["organisation"] or given.path.stem,
        assessment=options["round"],
        analysed_on=today,
        made_on=today,
        planned_on=today,
        synthetic=options["synthetic"],
    )
    before = (given.previous.stem, change) if given.previous and change else None
    content, limits = given.pack.content, given.limits
    return deliverable(given.framework, content, given.answers, limits, document, about, before)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    if not files:
        return
    try:
        write_files(folder, files)
    except OSError as error:
        text = f"{folder} cannot be written: {error.strerror}. Nothing was left there."
        raise CommandError(text) from error
