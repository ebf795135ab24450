"""The options of `manage.py assess`: what they are called, and what they mean for the engine."""

from __future__ import annotations

import math
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from capabilities.pack import DEFAULT_KEY
from engine.plan_input import EFFORTS
from engine.targets import MOST_GOALS
from engine.types import AnalysisParameters, PlanParameters
from reports.headless import FILES

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Collection, Mapping

    from engine.types import Framework

YEARS = range(2000, 2101)
# Two years, unless said otherwise.
HORIZON = {"month": 24, "quarter": 8}
DEFAULT_SIZE = "mid"
HEADER = "respondent,role,question,answer[,reason,note,evidence]"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("answers", type=Path, help=f"CSV or XLSX file with the header {HEADER}")
    about = parser.add_argument_group("what is assessed")
    about.add_argument(
        "--previous",
        type=Path,
        metavar="FILE",
        help="answers of the round before, in the same form: tells what changed and why",
    )
    about.add_argument("--framework", default=DEFAULT_KEY, metavar="KEY")
    about.add_argument("--profile", metavar="KEY", help="growth profile; default: that of the size")
    about.add_argument("--industry", default="general", metavar="KEY")
    about.add_argument(
        "--goal",
        dest="goals",
        action="append",
        default=[],
        metavar="KEY",
        help="strategic goal; repeated up to five times, the most important first",
    )
    _add_limits(parser)
    result = parser.add_argument_group("result")
    result.add_argument("--seed", type=int, default=1, help="seed of all random numbers")
    result.add_argument("--out", type=Path, metavar="DIR", help="folder for the files")
    result.add_argument(
        "--format",
        dest="formats",
        type=_formats,
        metavar="LIST",
        help=f"separated by commas, of: {', '.join(FILES)}; default: json",
    )
    result.add_argument(
        "--organisation", metavar="NAME", help="who it is about; default: the name of the file"
    )
    result.add_argument("--round", metavar="NAME", default="", help="name of this assessment")
    result.add_argument(
        "--synthetic", action="store_true", help="the answers are made up; every file says so"
    )
    result.add_argument("--quiet", action="store_true", help="no summary and no progress bar")


def _add_limits(parser: ArgumentParser) -> None:
    plan = parser.add_argument_group("limits of the roadmap")
    plan.add_argument(
        "--start", type=_day, metavar="YYYY-MM-DD", help="default: the first of next month"
    )
    plan.add_argument("--period", choices=sorted(HORIZON), default="month")
    plan.add_argument("--periods", type=int, metavar="N", help="default: two years")
    plan.add_argument("--size", metavar="KEY", help="company size; default: that of the profile")
    plan.add_argument(
        "--capacity",
        type=_capacity,
        action="append",
        default=[],
        metavar="POOL=DAYS",
        help="person-days per period of a pool of people; repeated",
    )
    plan.add_argument(
        "--budget", type=_amount, metavar="KUSD", help="thousands of US dollars per period"
    )
    plan.add_argument(
        "--effort",
        choices=EFFORTS,
        default="instant",
        help="for the best plan: instant (greedy; default, as the app's first plan),"
        " interactive (as its better plan some seconds later), background (longest)",
    )


def parameters(
    document: Mapping[str, Any], framework: Framework, options: Mapping[str, Any], today: date
) -> tuple[list[str], AnalysisParameters, PlanParameters]:
    """Faults (empty if all is well) and what the engine takes. document: the content pack."""
    profile_of = {item["key"]: item["profile"] for item in document["roles"]["company_sizes"]}
    size, profile = options["size"], options["profile"]
    if size is None:
        fitting = [key for key, fits in profile_of.items() if fits == profile]
        size = fitting[0] if fitting else DEFAULT_SIZE
    if profile is None:
        profile = profile_of.get(size, "")
    faults = [
        *_unknown("--profile", profile, framework.profile),
        *_unknown("--size", size, framework.size),
        *_unknown("--industry", options["industry"], framework.industry),
        *_goal_faults(options["goals"], framework),
    ]
    period = options["period"]
    limits = PlanParameters(
        start=options["start"] or _first_of_next_month(today),
        size=size,
        period=period,
        periods=HORIZON[period] if options["periods"] is None else options["periods"],
        capacity=dict(options["capacity"]),
        budget=options["budget"],
        effort=options["effort"],
    )
    analysis = AnalysisParameters(
        profile=profile,
        industry=options["industry"],
        goals=tuple(options["goals"]),
        seed=options["seed"],
    )
    return faults, analysis, limits


def _goal_faults(goals: list[str], framework: Framework) -> list[str]:
    faults = [fault for key in goals for fault in _unknown("--goal", key, framework.goal)]
    if len(set(goals)) < len(goals):
        faults.append("--goal: the same goal is given twice")
    if len(goals) > MOST_GOALS:
        faults.append(f"--goal: {len(goals)} goals given, at most {MOST_GOALS} can be ranked")
    return faults


def _unknown(option: str, key: str, known: Collection[str]) -> list[str]:
    if not key or key in known:
        return []
    return [f"{option}: {key!r} is not known. Known: {', '.join(known)}"]


def _first_of_next_month(today: date) -> date:
    year, month = divmod(today.year * 12 + today.month, 12)
    return date(year, month + 1, 1)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or len(text) != len("YYYY-MM-DD") or day.year not in YEARS:
        raise ArgumentTypeError(f"{text!r} is not a day like 2027-01-01, from 2000 to 2100")
    return day


def _amount(text: str) -> float:
    try:
        amount = float(text)
    except ValueError:
        amount = -1.0
    if not (math.isfinite(amount) and 0 <= amount <= 1e9):
        raise ArgumentTypeError(f"{text!r} is not an amount from 0 to 1,000,000,000")
    return amount


def _capacity(text: str) -> tuple[str, float]:
    pool, separator, days = text.partition("=")
    if not (separator and pool.strip()):
        raise ArgumentTypeError(f"{text!r} does not read POOL=DAYS")
    return pool.strip(), _amount(days)


def _formats(text: str) -> list[str]:
    wanted = list(dict.fromkeys(part.strip().casefold() for part in text.split(",")))
    strange = [name for name in wanted if name not in FILES]
    if strange:
        raise ArgumentTypeError(
            f"{', '.join(map(repr, strange))} cannot be written. There is: {', '.join(FILES)}"
        )
    return wanted
