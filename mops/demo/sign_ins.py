"""The demo accounts as the sign-in page and `manage.py serve` show them, only in the demo.

The password is made once per installation: a demo that somebody leaves running on a network is not
open to everybody who knows the source.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings

from mops.demo.people import ACCOUNTS

if TYPE_CHECKING:
    from pathlib import Path

    from mops.demo.people import Account

# No letters and digits that look alike.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def _path() -> Path:
    path: Path = settings.VAR_DIR / "demo_password"
    return path


def make_password() -> str:
    """The password of the demo accounts, made if there is none yet."""
    path = _path()
    if not path.exists():
        groups = ("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
        path.touch(mode=0o600)
        path.write_text("-".join(groups))
    return path.read_text().strip()


def password() -> str | None:
    """The password for the sign-in page: None outside the demo or before anything was seeded."""
    return make_password() if settings.DEMO and _path().exists() else None


def accounts() -> tuple[Account, ...]:
    """The accounts for the sign-in page, none where there is no password to show."""
    return ACCOUNTS if password() else ()


def lines() -> list[str]:
    """The sign-ins for a terminal; empty outside the demo."""
    shown = [f"  {account.email:<24} {account.what}" for account in accounts()]
    return [f"Demo sign-ins (password {password()}):", *shown] if shown else []
