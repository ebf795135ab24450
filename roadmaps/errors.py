"""What can stand in the way of a change to a plan. The text says why, for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model

    from roadmaps.models import ScenarioChange


class RoadmapError(Exception):
    """The change is not possible in the present state."""


class LimitsError(RoadmapError):
    """The limit, wish or value cannot be worked with; it names which, and the mend.

    field: the argument that is meant, empty for the whole.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ChangedElsewhereError(RoadmapError):
    """Somebody else changed the row first. Nothing was overwritten.

    row: as it stands now. changes: what happened since the version that the change was meant for,
    newest first; empty where no history is kept.
    """

    def __init__(self, message: str, row: Model, changes: Sequence[ScenarioChange] = ()) -> None:
        super().__init__(message)
        self.row = row
        self.changes = tuple(changes)
