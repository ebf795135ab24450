"""One page of explanations: of the whole, of an area, of a capability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.how.aims import aims
from reports.how.areas import area
from reports.how.capability import from_answers
from reports.how.firm import variation
from reports.how.moved import moved
from reports.how.plans import plan
from reports.how.sides import perception
from reports.how.whole import whole

if TYPE_CHECKING:
    from engine.types import Framework
    from reports.frames import Source
    from reports.how.basis import Basis
    from reports.how.values import Explanation

WHOLE = "overall"
ROADMAP = "roadmap"


@dataclass(frozen=True, slots=True)
class HowPage:
    """subject: "overall", the key of an area or of a capability. area: its area's key, or ""."""

    subject: str
    title: str
    area: str
    explanations: tuple[Explanation, ...]


def known(framework: Framework, subject: str) -> bool:
    """Whether there is such a subject."""
    areas = {item.key for item in framework.areas}
    return subject == WHOLE or subject in areas or subject in framework.capability


def how_page(of: Basis, subject: str) -> HowPage:
    """All figures of a known subject."""
    if subject == WHOLE:
        return HowPage(subject, _("The organisation as a whole"), "", tuple(whole(of)))
    found = of.read.framework.capability.get(subject)
    if found is None:
        figures = (*area(of, subject), *moved(of.read, "areas", subject))
        return HowPage(subject, of.read.area(subject), subject, figures)
    parts = (
        *from_answers(of, subject),
        *perception(of, subject),
        *aims(of, subject),
        *variation(of, subject),
        *moved(of.read, "capabilities", subject),
    )
    return HowPage(subject, found.name, found.area, parts)


def plan_how_page(read: Source, name: str) -> HowPage:
    """All figures of a roadmap."""
    return HowPage(ROADMAP, name, "", tuple(plan(read)))
