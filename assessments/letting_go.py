"""What rooms above have made from results, and let go once small groups are taken out of those.

A room above names its function here, as it names its handlers in `jobs.registry`, so that this room
never names those above. It is called in the transaction of the change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Collection

    Forget = Callable[[Collection[uuid.UUID]], None]

_forgets: list[Forget] = []


def made_from_results(function: Forget) -> Forget:
    """Register the decorated function: it deletes what was made from these analyses."""
    _forgets.append(function)
    return function


def let_go(analyses: Collection[uuid.UUID]) -> None:
    """Everything that was made from these analyses goes, wherever it is kept."""
    for forget in _forgets:
        forget(analyses)
