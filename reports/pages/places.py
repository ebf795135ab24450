"""Where the figures of a result are told and explained, by capability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from assessments.models import Analysis

_ANY = "overall"


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses without their last part, so that a page with hundreds of links asks for two."""

    facts_of: str
    how_of: str

    @classmethod
    def of(cls, analysis: Analysis) -> Places:
        facts = reverse("reports:gap", args=[analysis.assessment.organisation_id, "a.b"])
        how = reverse("reports:how", args=[analysis.pk, _ANY])
        return cls(facts.removesuffix("a.b/"), how.removesuffix(f"{_ANY}/"))

    def facts(self, key: str) -> str:
        """The page of one capability."""
        return f"{self.facts_of}{key}/"

    def how(self, key: str) -> str:
        """How the numbers of a capability or an area were made."""
        return f"{self.how_of}{key}/"
