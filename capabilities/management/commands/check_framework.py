"""Check content packs without touching the database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from capabilities.faults import PackError
from capabilities.pack import bundled_folders
from capabilities.validation import advice, check_pack


class Command(BaseCommand):
    help = "Check framework content packs; lists every fault with its file and path."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", nargs="*", type=Path, help="Folder of a pack. Default: all bundled packs."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folders: list[Path] = options["path"] or list(bundled_folders().values())
        verdicts = [self.check_one(folder) for folder in folders]
        if not all(verdicts):
            raise SystemExit(1)

    def check_one(self, folder: Path) -> bool:
        try:
            pack = check_pack(folder)
        except PackError as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            self.stderr.write(f"{folder}: {len(error.faults)} to change")
            return False
        for note in advice(pack.content):
            self.stdout.write(f"note: {note}")
        self.stdout.write(f"{pack.key} version {pack.version}: sound")
        return True
