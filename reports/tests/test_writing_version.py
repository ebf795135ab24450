"""Files of older writers do not pass for those of newer ones, and nobody has to think of it."""

from __future__ import annotations

import ast
import shutil
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp
import pytest
from django.conf import settings

from reports.deliverables import version
from reports.deliverables.formats import WRITING

ROOMS = ("reports", "roadmaps", "assessments", "capabilities", "jobs", "accounts", "engine")


@pytest.fixture
def copy(tmp_path):
    """The sources elsewhere on the disk, written at another time."""
    for source in version.SOURCES:
        place, copied = settings.BASE_DIR / source, tmp_path / source
        copied.parent.mkdir(parents=True, exist_ok=True)
        if place.is_dir():
            shutil.copytree(place, copied, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(place, copied)
    return tmp_path


def test_it_tells_of_contents_and_of_nothing_else(copy):
    known = version.writing(copy)
    (copy / "reports/tests/test_more.py").write_text("x = 1\n", encoding="utf-8")
    (copy / "reports/deliverables/__pycache__").mkdir(exist_ok=True)
    (copy / "reports/deliverables/__pycache__/x.pyc").write_bytes(b"x")

    assert len(WRITING) == 64
    assert version.writing(copy) == known == version.writing()


@pytest.mark.parametrize(
    "changed",
    [
        "reports/deliverables/deck_writer.py",
        "reports/deliverables/typst/look.typ",
        "reports/figures/theme.py",
        "engine/wording.py",
        "assessments/spreadsheet_text.py",
    ],
)
def test_another_line_in_a_writer_is_another_version(copy, changed):
    known = version.writing(copy)
    with (copy / changed).open("a", encoding="utf-8") as file:
        file.write(" ")

    assert version.writing(copy) != known


def test_a_renamed_source_is_another_version(copy):
    known = version.writing(copy)
    (copy / "engine/wording.py").rename(copy / "engine/words.py")

    assert version.writing(copy) != known


def writers():
    """Files of all modules of ours that writing a file runs."""
    graph = grimp.build_graph(*ROOMS, cache_dir=None)
    names = {"reports.deliverables.formats"}
    names |= graph.find_upstream_modules("reports.deliverables.formats")
    for name in names:
        path = settings.BASE_DIR / name.replace(".", "/")
        yield path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def test_nothing_that_a_writer_runs_is_left_out():
    sources = [settings.BASE_DIR / source for source in version.SOURCES]
    packages = {"assessments/__init__.py"}

    outside = {
        path.relative_to(settings.BASE_DIR).as_posix()
        for path in writers()
        if not any(path == source or source in path.parents for source in sources)
    }

    assert outside - packages == set()


def imported(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_no_library_that_a_writer_uses_is_left_out():
    """Of Django a writer has words and the way dates are written, which change with no patch."""
    names = {
        name
        for path in writers()
        if "reports" in path.relative_to(settings.BASE_DIR).parts
        for name in imported(path)
    }
    owners = packages_distributions()
    theirs = {
        distribution.casefold().replace("_", "-")
        for name in names - set(sys.stdlib_module_names) - set(ROOMS)
        for distribution in owners.get(name, ())
    }

    assert theirs - {"django"} <= set(version.LIBRARIES)
