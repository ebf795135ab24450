"""How numbers are written, everywhere: rounded once, half up on the decimal string (method 0.3).

Levels have one decimal, indices and shares none, person-days and money none. What is not there is
an en dash, never 0.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

ABSENT = "–"
MINUS = "\u2212"


def rounded(value: float | None, decimals: int) -> str:
    """Half up (away from zero) on the shortest decimal string of the number."""
    if value is None:
        return ABSENT
    exact = Decimal(repr(float(value)))
    text = str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
    if text.startswith("-"):
        return MINUS + text[1:] if text.strip("-0.") else text[1:]
    return text


def level(value: float | None) -> str:
    """A score or a mean on the level scale: "2.4"."""
    return rounded(value, 1)


def whole_level(value: int | None) -> str:
    """An awarded level, a target or a stage: "3"."""
    return ABSENT if value is None else str(value)


def index(value: float | None) -> str:
    """0..100 without decimals; also for priorities."""
    return rounded(value, 0)


def signed(points: int) -> str:
    """A change in whole points with its sign: "+6"."""
    return f"+{points}" if points > 0 else f"{MINUS}{-points}" if points else "0"


def level_change(value: float | None) -> str:
    """A difference on the level scale with its sign: "+0.6"."""
    text = level(value)
    return text if value is None or value <= 0 or text == "0.0" else f"+{text}"


def level_range(low: float | None, high: float | None) -> str:
    """ "2.0–2.8", or nothing where there is no range."""
    if low is None or high is None:
        return ""
    return f"{level(low)}–{level(high)}"


def index_of_level(value: float | None) -> float | None:
    """A bound of a range, which is kept in levels, on the index scale (method 0.2)."""
    return None if value is None else 25 * (value - 1)


def percent(share: float | None) -> str:
    """A share 0..1 as whole percent: "45 %"."""
    return ABSENT if share is None else f"{rounded(100 * share, 0)} %"


def days(value: float | None) -> str:
    """Person-days; under ten with one decimal where it has one."""
    if value is None:
        return ABSENT
    text = rounded(value, 1)
    return text.removesuffix(".0") if abs(value) < 10 else grouped(value)


def grouped(value: float) -> str:
    """A whole number with thin spaces between thousands."""
    text = rounded(value, 0)
    sign, digits = (MINUS, text[1:]) if text.startswith(MINUS) else ("", text)
    return sign + f"{int(digits):,}".replace(",", "\u202f")


def thousands(value: float | None) -> str:
    """Thousands of US dollars: "$12k", from a million on "$1.3M"; 0 is "$0"."""
    if value is None:
        return ABSENT
    if value == 0:
        return "$0"
    if value >= 999.5:
        return f"${rounded(value / 1000, 1)}M"
    return f"${rounded(value, 0)}k" if value >= 1 else _("under $1k")


def cost_range(low: float, high: float) -> str:
    """Low and high in thousands of US dollars: "$3k to $12k"."""
    if thousands(low) == thousands(high):
        return thousands(low)
    return _("%(low)s to %(high)s") % {"low": thousands(low), "high": thousands(high)}
