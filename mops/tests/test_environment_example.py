"""`.env.example` names exactly what the settings read."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def test_every_name_the_settings_read_is_in_the_example_and_no_other():
    read = re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', (ROOT / "mops" / "settings.py").read_text())
    shown = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert sorted(set(shown)) == sorted(set(read))


def test_nothing_in_the_example_is_set():
    lines = (ROOT / ".env.example").read_text().splitlines()

    assert all(not line or line.startswith("#") for line in lines)
