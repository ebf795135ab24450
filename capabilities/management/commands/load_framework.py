"""Bring content packs into the database and publish them."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from capabilities.faults import PackError
from capabilities.pack import bundled_folders
from capabilities.services import FrameworkPublishedError, load_framework, publish
from capabilities.validation import check_pack


class Command(BaseCommand):
    help = "Load framework content packs and publish them. Loading one again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", nargs="*", type=Path, help="Folder of a pack. Default: all bundled packs."
        )
        parser.add_argument("--draft", action="store_true", help="Load without publishing.")

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in options["path"] or bundled_folders().values():
            self.load_one(folder, draft=options["draft"])

    def load_one(self, folder: Path, *, draft: bool) -> None:
        now = timezone.now()
        try:
            framework = load_framework(pack=check_pack(folder), by=None, at=now)
        except PackError as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"{folder}: {len(error.faults)} to change") from error
        except FrameworkPublishedError as error:
            raise CommandError(str(error)) from error
        if not draft:
            framework = publish(framework=framework, by=None, at=now)
        self.stdout.write(f"{framework.key} version {framework.version}: {framework.status}")
