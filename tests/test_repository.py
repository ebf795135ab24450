"""Rules of the house that no linter knows, read from the source."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps

from accounts.managers import TenantManager
from accounts.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["accounts", "jobs", "capabilities", "assessments", "roadmaps", "reports", "mops", "engine"]
# Who may say `unscoped`: they act for the system, on rows already reached, or are the layer itself.
SYSTEM_PARTS = {
    "access", "services", "saving", "pipeline", "tasks", "commands", "managers", "lease",
    "context", "runner", "demo", "health", "bulk", "comparison", "preparation", "membership",
    "privacy", "leaving", "retention", "proposing", "recount", "guests", "inviting", "mailing",
    "handing", "calibration", "workshops", "calendar", "evidence", "loading",
}  # fmt: skip
DOORS = (
    "pandas",
    "plotly",
    "mirage",
    "resvg_py",
    "ortools",
    "typst",
    "PIL",
    "openpyxl",
    "xlsxwriter",
    "icalendar",
)
DOORS += ("fontTools", "numpy")
# Modules of ours that are made of a slow library from end to end; their own door opens them.
SLOW_PARTS = {
    "reports.deliverables.deck_master",
    "reports.deliverables.deck_writer",
    "reports.deliverables.word_template",
    "reports.deliverables.word_writer",
}


def own_files() -> list[Path]:
    return [
        path
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if "tests" not in path.parts and "migrations" not in path.parts
    ]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def tenant_models() -> set[str]:
    return {
        model.__name__
        for model in apps.get_models()
        if isinstance(model._default_manager, TenantManager)
    }


def test_every_model_that_reaches_an_organisation_is_a_tenant_model():
    free = {"AuditEntry"}
    for model in apps.get_models():
        parents = {field.related_model for field in model._meta.fields if field.is_relation}
        if Organisation in parents and model.__name__ not in free:
            assert isinstance(model._default_manager, TenantManager), model


def test_tenant_rows_are_read_through_the_access_layer_only():
    names = tenant_models()
    assert [read for path in own_files() for read in read_past_access(path, names)] == []


def read_past_access(path: Path, names: set[str]) -> Iterator[str]:
    """names: of the tenant models."""
    system = bool(SYSTEM_PARTS & {path.stem, *path.relative_to(ROOT).parts})
    allowed = {"visible_to"} | ({"unscoped", "create", "bulk_create"} if system else set())
    for node in ast.walk(parsed(path)):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)):
            continue
        manager = node.value
        if manager.attr not in {"objects", "_base_manager", "_default_manager"}:
            continue
        if not (isinstance(manager.value, ast.Name) and manager.value.id in names):
            continue
        if node.attr not in allowed:
            yield f"{path.relative_to(ROOT)}:{node.lineno} .{node.attr}"


def test_imports_stand_at_the_top_but_for_the_slow_doors():
    assert [hidden for path in own_files() for hidden in hidden_imports(path)] == []


def hidden_imports(path: Path) -> Iterator[str]:
    for function in ast.walk(parsed(path)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names]
                module = getattr(node, "module", None) or names[0]
                if module not in SLOW_PARTS and module.split(".")[0] not in DOORS:
                    yield f"{path.relative_to(ROOT)}:{node.lineno} {module}"


def test_files_and_functions_stay_short():
    assert [long for path in own_files() for long in too_long(path)] == []


def too_long(path: Path) -> Iterator[str]:
    lines = path.read_text().count("\n")
    if lines > 400:
        yield f"{path.relative_to(ROOT)} has {lines} lines"
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.lineno
            if length > 60:
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name} has {length} lines"


def test_no_drawer_for_odds_and_ends():
    for path in own_files():
        assert path.stem not in {"utils", "helpers", "common", "core", "misc"}, path


def test_no_signals_and_no_save_overrides():
    for path in own_files():
        text = path.read_text()
        assert "post_save" not in text, path
        assert "@receiver" not in text, path
        if path.name.startswith("models"):
            assert "def save(" not in text, path


def test_every_setting_from_the_environment_is_in_the_example_file():
    settings = (ROOT / "mops" / "settings.py").read_text()
    example = (ROOT / ".env.example").read_text()
    for name in re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", settings):
        assert re.search(rf"^#? ?{name}=", example, re.MULTILINE), name


def test_nothing_third_party_is_kept_in_the_tree():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    for name in listed:
        assert not name.endswith((".min.js", ".min.css", ".ttf", ".woff2")), name
        assert "node_modules" not in name, name
