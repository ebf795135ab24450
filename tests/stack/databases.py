"""Databases of the kind that DATABASE_URL names, beside it, one for each stack."""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import psycopg

if TYPE_CHECKING:
    from pathlib import Path

SQLITE = "mops.sqlite3"
# Holds the address of the PostgreSQL database that belongs to a var/ directory.
ADDRESS = "database_url"


def create(var: Path, of: Path | None) -> str:
    """The address of a new database for the stack of `var`: empty, or on PostgreSQL with all that
    is in the one of the var/ directory `of`. A SQLite database lies in var/ and was copied."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith(("postgres://", "postgresql://")):
        return f"sqlite:///{var / SQLITE}"
    name = f"mops_stack_{uuid.uuid4().hex[:12]}"
    like = f' TEMPLATE "{_name((of / ADDRESS).read_text())}"' if of else ""
    with psycopg.connect(_named(given, "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"{like}')
    url = _named(given, name)
    (var / ADDRESS).write_text(url)
    return url


def drop(url: str) -> None:
    """A SQLite database goes with its directory."""
    if url.startswith("sqlite"):
        return
    with psycopg.connect(_named(url, "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{_name(url)}" WITH (FORCE)')


def _name(url: str) -> str:
    return urlsplit(url).path.strip("/")


def _named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
