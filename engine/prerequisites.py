"""Which initiatives can ever start, given what each waits for."""

from __future__ import annotations

from collections.abc import Mapping

from engine.instance import Groups


def ranks(needs: Mapping[str, Groups]) -> dict[str, int]:
    """Round in which each key becomes startable, 0 for those that wait for nothing.

    A key is missing from the answer if it can never start: it waits for something unknown, or for
    a circle. Every group of a ranked key has a member of lower rank, so that choosing such members
    always ends.
    """
    found: dict[str, int] = {}
    waiting = dict(needs)
    number = 0
    while True:
        ready = [
            key
            for key, groups in waiting.items()
            if all(any(member in found for member in group) for group in groups)
        ]
        if not ready:
            return found
        for key in ready:
            found[key] = number
            del waiting[key]
        number += 1
