"""Where browser tests find a Chromium; without one they are skipped, by name."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@cache
def executable() -> str | None:
    """$CHROMIUM, else one on the PATH, else the one Playwright downloaded; None without any."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given
    downloads = Path(
        os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright")
    )
    downloaded = sorted(downloads.glob("chromium-*/chrome-linux*/chrome"))
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or (str(downloaded[-1]) if downloaded else None)
