"""The dates of a roadmap as an iCalendar file: whole days, one event an initiative."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.deliverables.initiative_cards import cards, told
from reports.deliverables.xml_text import one_line, xml_text

if TYPE_CHECKING:
    from icalendar import Event

    from reports.deliverables.document import Card, Deliverable

# Names of events are made from it, so that a calendar that reads a new file moves the old events.
_SPACE = uuid.UUID("7b3f7a52-5b6c-4a55-9c39-0d7f6f6a3c1e")


def calendar_file(document: Deliverable) -> bytes:
    """Initiatives from their first to their last day, and the days on which a stage is reached."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//mops//roadmap//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", one_line(f"{document.organisation}, {_('Roadmap')}"))
    found = {card.key: card for card in cards(document)}
    plan = document.facts["plan"]["roadmap"]
    for item in sorted(plan["items"], key=lambda item: (item["start_date"], item["initiative"])):
        made.add_component(_event(document, item, found.get(item["initiative"])))
    for reached in document.facts.get("milestones", {}).get("stages", ()):
        if reached["period"]:
            made.add_component(_reached(document, reached))
    return bytes(made.to_ical())


def _new(document: Deliverable, key: str, first: str, after: date) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{uuid.uuid5(_SPACE, f'{document.organisation}/{key}')}@mops")
    event.add("dtstamp", datetime.combine(document.provenance.made_on, time(), UTC))
    event.add("dtstart", date.fromisoformat(first))
    event.add("dtend", after)
    event.add("transp", "TRANSPARENT")
    return event


def _event(document: Deliverable, item: dict[str, Any], card: Card | None) -> Event:
    """The end of a day event is the day after."""
    after = date.fromisoformat(item["finish_date"]) + timedelta(days=1)
    event = _new(document, item["initiative"], item["start_date"], after)
    event.add("summary", one_line(card.name if card else item["initiative"]))
    if card:
        said = told(card)
        kept = [said[part] for part in ("what", "benefit", "done", "raises") if part in said]
        event.add("description", xml_text("\n".join(kept)))
        event.add("categories", [card.area])
    return event


def _reached(document: Deliverable, reached: dict[str, Any]) -> Event:
    """A stage that does not stand yet when the plan begins."""
    after = date.fromisoformat(reached["date"]) + timedelta(days=1)
    event = _new(document, f"stage/{reached['stage']}", reached["date"], after)
    level = document.facts["derived"]["stages"][reached["stage"]]
    event.add("summary", one_line(_("Stage %(level)s is reached") % {"level": level}))
    return event
