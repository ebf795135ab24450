"""What a roadmap uses: people of each pool, money by quarter, and how near it is to the best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from engine.prepare import SCALE
from reports import dates, frames, numbers
from reports.how.values import Explanation, Table, number, step, sum_of
from reports.pages.plan import proof_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.frames import Source
    from reports.how.values import Step
    from reports.plan_reading import PlanReading

    Document = Mapping[str, Any]


def loads(read: Source, reading: PlanReading, document: Document) -> Iterator[Explanation]:
    """The fullest period of every pool that is used, together and each with who works in it."""
    names = {pool.key: pool.name for pool in reading.question.pools.values()}
    by_pool: dict[str, list[Document]] = {}
    for entry in document["load"]:
        by_pool.setdefault(entry["pool"], []).append(entry)
    fullest = [max(entries, key=lambda entry: float(entry["used"])) for entries in by_pool.values()]
    used = [entry for entry in fullest if entry["used"] > 0]
    if not used:
        return
    yield _every_load(document, used, names)
    for entry in used:
        name = names.get(entry["pool"]) or str(entry["pool"])
        yield _load(read, reading, document, entry, name)


def _when(document: Document, period: int) -> str:
    return dates.month(dates.period_date(document["start"], document["period"], period))


def _every_load(document: Document, used: list[Document], names: Mapping[str, str]) -> Explanation:
    rows = tuple(
        (
            names.get(entry["pool"], entry["pool"]),
            _when(document, entry["period"]),
            number(entry["used"]),
            number(entry["capacity"]),
        )
        for entry in used
    )
    heading = (_("Pool"), _("Fullest from"), _("Person-days used"), _("There are"))
    steps = tuple(
        step(names.get(entry["pool"], entry["pool"]),
             f"{number(entry['used'])} / {number(entry['capacity'])}",
             entry["used"] / entry["capacity"])
        for entry in used if entry["capacity"] > 0
    )  # fmt: skip
    return Explanation(
        anchor="load",
        title=_("Load of people"),
        shown="",
        method="planning#load-and-capacity",
        says=_("Person-days of each pool in its fullest period; who needs them follows below."),
        tables=(Table(_("Pools"), heading, rows),),
        steps=steps,
    )


def _load(
    read: Source, reading: PlanReading, document: Document, entry: Document, name: str
) -> Explanation:
    pool, period, rows = entry["pool"], entry["period"], []
    for key, start in reading.ledger.starts.items():
        line = reading.question.instance.candidate[key].days.get(pool, ())
        if 0 <= period - start < len(line) and line[period - start]:
            rows.append((key, line[period - start] / SCALE))
    return Explanation(
        anchor=f"load-{pool}".replace("_", "-"),
        title=_("Load of %(pool)s") % {"pool": name},
        shown=f"{numbers.days(entry['used'])} / {numbers.days(entry['capacity'])}",
        method="planning#load-and-capacity",
        says=_("Its fullest period, from %(when)s: person-days used, of those there are.")
        % {"when": _when(document, period)},
        tables=(
            Table(
                _("Who needs them then"),
                (_("Initiative"), _("Person-days")),
                tuple((read.initiative(key), number(days)) for key, days in rows),
            ),
        ),
        steps=(step(_("Days used"), sum_of([days for _key, days in rows]), entry["used"]),),
    )


def spending(read: Source, document: Document) -> Iterator[Explanation]:
    """By calendar quarter, from the periods of the plan."""
    quarters = frames.spend(read)
    if not quarters:
        return
    inside: dict[str, list[float]] = {}
    for entry in document["spend"]:
        date = dates.period_date(document["start"], document["period"], entry["period"])
        inside.setdefault(dates.quarter(date), []).append(entry["spent"])
    heading = (_("From"), _("Spent, in thousands"))
    rows = tuple(
        (_when(document, entry["period"]), number(entry["spent"]))
        for entry in document["spend"]
        if entry["spent"]
    )
    yield Explanation(
        anchor="spend",
        title=_("Spending by quarter"),
        shown=numbers.thousands(quarters[-1]["spent_so_far"]),
        method="planning#cost-and-days",
        says=_("The cost of an initiative is spread over the periods in which it runs."),
        tables=(Table(_("Period by period"), heading, rows),),
        steps=(
            *(step(row["when"], sum_of(inside[row["when"]]), row["spent"]) for row in quarters),
            step(
                _("All quarters"),
                sum_of([row["spent"] for row in quarters]),
                quarters[-1]["spent_so_far"],
            ),
        ),
    )


def proof(document: Document) -> Explanation:
    """How far the plan may lie below the best possible."""
    value, bound = document["value"], document["bound"]
    steps: tuple[Step, ...] = ()
    if document["status"] != "proved" and bound:
        steps = (step(_("Share below the best"), f"({bound} − {value}) / {bound}",
                      (bound - value) / bound),)  # fmt: skip
    return Explanation(
        anchor="proof",
        title=_("Proof"),
        shown=proof_words(document),
        method="planning#best-plan",
        says=_(
            "No plan under these limits is worth more than the bound that the search has found."
        ),
        steps=steps,
    )
