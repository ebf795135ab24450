"""What waits, in words: for the page of one organisation and for the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from jobs import registry
from reports.open_work import Kind, When

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from django.core.paginator import Page

    from reports.open_work import Item

# Kind to its address and whether that begins with the organisation.
_ADDRESSES = {
    Kind.OWN: ("assessments:respond", False),
    Kind.ANSWERS: ("assessments:people", False),
    Kind.CLOSE: ("assessments:detail", False),
    Kind.SETTLE: ("assessments:agenda", False),
    Kind.FINISH: ("reports:plan-item", True),
    Kind.START: ("reports:plan-item", True),
    Kind.NEWER: ("reports:scenario", False),
    Kind.ACCEPT: ("reports:proposals", False),
    Kind.KPI: ("reports:plan-item", True),
    Kind.FAILED: ("jobs:progress", False),
}
_WORDS = {
    Kind.OWN: gettext_lazy("Answer “%(name)s” yourself"),
    Kind.CLOSE: gettext_lazy("Close “%(name)s”: everybody asked has answered"),
    Kind.FINISH: gettext_lazy("Finish “%(name)s”"),
    Kind.START: gettext_lazy("Begin “%(name)s”"),
    Kind.NEWER: gettext_lazy("Plan “%(name)s” anew: it rests on older answers"),
    Kind.KPI: gettext_lazy("Read “%(name)s”: no reading for a month"),
    Kind.FAILED: gettext_lazy("Look at what failed: %(name)s"),
}
_COUNTED = {
    Kind.ANSWERS: ngettext_lazy(
        "Remind %(n)s person who has not answered “%(name)s”",
        "Remind %(n)s people who have not answered “%(name)s”",
        "n",
    ),
    Kind.SETTLE: ngettext_lazy(
        "Settle %(n)s question of “%(name)s” on which views are far apart",
        "Settle %(n)s questions of “%(name)s” on which views are far apart",
        "n",
    ),
    Kind.ACCEPT: ngettext_lazy(
        "Accept or dismiss %(n)s new plan of “%(name)s”",
        "Accept or dismiss one of %(n)s new plans of “%(name)s”",
        "n",
    ),
}
_HEADINGS = {
    When.OVERDUE: gettext_lazy("Overdue"),
    When.NOW: gettext_lazy("To decide"),
    When.SOON: gettext_lazy("Due within a week"),
    When.LATER: gettext_lazy("Later"),
}


def line(organisation_id: UUID, item: Item, today: date) -> dict[str, Any]:
    """One item as templates/reports/_open_item.html shows it."""
    address, of_organisation = _ADDRESSES[item.kind]
    name = registry.title(item.name) if item.kind == Kind.FAILED else item.name
    words = _WORDS.get(item.kind) or _COUNTED[item.kind]
    arguments = [organisation_id, item.subject] if of_organisation else [item.subject]
    return {
        "url": reverse(address, args=arguments),
        "words": words % {"name": name, "n": item.n},
        "due": _due(item.due, today),
        "overdue": item.when == When.OVERDUE,
    }


def open_work_page(
    organisation_id: UUID, items: Sequence[Item], page: Page[Item], today: date
) -> dict[str, Any]:
    """Context of templates/reports/open_work.html. items: all, most pressing first; page: those
    that are shown."""
    groups = [
        (
            when,
            _HEADINGS[when],
            [line(organisation_id, item, today) for item in page if item.when == when],
        )
        for when in When
    ]
    return {
        "headline": headline(items),
        "groups": [
            {
                "key": str(when),
                "heading": heading,
                "items": lines,
                "all": sum(item.when == when for item in items),
            }
            for when, heading, lines in groups
            if lines
        ],
        "page": page,
    }


def headline(items: Sequence[Item]) -> str:
    """What presses most, in one sentence."""
    counts = {when: sum(item.when == when for item in items) for when in When}
    overdue, now, soon = (counts[when] for when in (When.OVERDUE, When.NOW, When.SOON))
    if overdue:
        return ngettext("%(n)s thing is overdue", "%(n)s things are overdue", overdue) % {
            "n": overdue
        }
    if now:
        return ngettext("%(n)s thing waits for you", "%(n)s things wait for you", now) % {"n": now}
    if soon:
        return ngettext(
            "%(n)s thing is due within a week", "%(n)s things are due within a week", soon
        ) % {"n": soon}
    return _("Nothing waits for you today")


def counts(items: Sequence[Item]) -> str:
    """The same for one row of a list: "2 overdue, 1 to decide"; empty where nothing presses."""
    words = {
        When.OVERDUE: ngettext_lazy("%(n)s overdue", "%(n)s overdue", "n"),
        When.NOW: ngettext_lazy("%(n)s to decide", "%(n)s to decide", "n"),
        When.SOON: ngettext_lazy("%(n)s due within a week", "%(n)s due within a week", "n"),
    }
    found = {when: sum(item.when == when for item in items) for when in words}
    return ", ".join(str(words[when] % {"n": n}) for when, n in found.items() if n)


def _due(due: date | None, today: date) -> str:
    if due is None:
        return ""
    days = (due - today).days
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
    return _("by %(day)s") % {"day": date_format(due, "j M")}
