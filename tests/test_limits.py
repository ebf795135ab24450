"""docs/limits.md says what the code enforces."""

from __future__ import annotations

import re
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest

from accounts.forms import TokenForm
from assessments.missed import MissedLinks
from mops import settings as product_settings
from reports.files.shared_views import WrongPasscodes
from tests.test_repository import ROOT, own_files

PAGE = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (?P<what>.+?) \| (?P<limit>.+?) \| `(?P<name>[\w.]+)` \|$", re.MULTILINE)
UNITS = {"KB": 1024, "MB": 1024**2, "GB": 1024**3, "days": 24 * 3600}
# Said in words; compared below, each in its own way.
IN_WORDS = {
    "mops.settings.AUTH_PASSWORD_VALIDATORS",
    "allauth.account.app_settings.RATE_LIMITS",
    "accounts.forms.TokenForm",
    "assessments.missed.MissedLinks",
    "reports.files.shared_views.WrongPasscodes",
}


def rows():
    return [row.group("name", "limit") for row in ROW.finditer(PAGE)]


def number(text):
    """ "2 MB" is 2097152, "14 days" the seconds of them, "20,000" 20000."""
    amount, unit = re.fullmatch(r"([\d,]+) ?([A-Za-z]*)", text).groups()
    return int(amount.replace(",", "")) * UNITS.get(unit, 1)


def in_code(name):
    module, _, attribute = name.rpartition(".")
    value = getattr(import_module(module), attribute)
    return value.total_seconds() if isinstance(value, timedelta) else value


def names_of_limits():
    """Every constant of our own that is named as a limit."""
    for path in own_files():
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for name in re.findall(r"^(?:\w+, )*(MAX_\w+|MOST_GOALS)\b.* = ", path.read_text(), re.M):
            yield f"{module}.{name}"


def test_links_tried_in_vain_are_counted_by_the_minute():
    assert MissedLinks.rate == "20/min"
    assert dict(rows())["assessments.missed.MissedLinks"] == "20 a minute"


def test_wrong_passcodes_are_counted_by_the_hour():
    assert WrongPasscodes.rate == "20/hour"
    assert dict(rows())["reports.files.shared_views.WrongPasscodes"] == "20 an hour"


@pytest.mark.parametrize(("name", "limit"), [row for row in rows() if row[0] not in IN_WORDS])
def test_a_number_of_the_page_is_the_number_of_the_code(name, limit):
    assert in_code(name) == number(limit)


# A bound of the arithmetic of a browser, which nobody meets by using the product.
@pytest.mark.parametrize("name", sorted(set(names_of_limits()) - {"assessments.forms.MAX_SEQ"}))
def test_every_limit_of_the_code_is_on_the_page(name):
    assert name in dict(rows())


def test_passwords_have_the_length_that_the_page_says():
    options = [item.get("OPTIONS", {}) for item in product_settings.AUTH_PASSWORD_VALIDATORS]
    said = dict(rows())["mops.settings.AUTH_PASSWORD_VALIDATORS"]

    assert {"min_length": int(re.search(r"\d+", said).group())} in options


def test_wrong_passwords_are_counted_as_the_page_says():
    limits = import_module("allauth.account.app_settings").RATE_LIMITS

    assert limits["login_failed"] == "10/m/ip,5/300s/key"
    assert "| 5 in 300 s |" in PAGE
    assert "| 10 a minute |" in PAGE


def test_tokens_live_as_long_as_the_page_says():
    days = [value for value, _label in TokenForm.base_fields["days"].choices]

    assert days == [30, 90, 365]
    assert "| 30, 90 or 365 days |" in PAGE


def test_waiting_for_a_database_is_as_long_as_the_page_says():
    source = Path(product_settings.__file__).read_text()

    for said in ("statement_timeout=30000", "lock_timeout=5000", "busy_timeout=20000"):
        assert said in source
    assert "a statement may take 30 s and wait 5 s for a lock; SQLite waits 20 s" in PAGE
