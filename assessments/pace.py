"""How fast answers are taken: so many a second of one questionnaire, and from one address.

Counted in memory by each web process: a save must not wait for another store, and nothing about who
answers when is written down. With several processes somebody may be as many times faster.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.throttling import BaseThrottle

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpRequest
    from rest_framework.request import Request

# Where this many are known, those that are idle are forgotten.
_MANY = 10_000


class Pace:
    """A second's worth at once, then one after the other."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._free: dict[str, float] = {}  # key -> when all that it took has been made up for
        self._lock = threading.Lock()

    def take(self, key: str, most: int) -> float:
        """0 if the key may go on, which counts; else the seconds until it may. most: a second."""
        with self._lock:
            now = self._clock()
            free = max(self._free.get(key, now), now)
            too_early = free - now - (most - 1) / most
            if too_early > 1e-9:
                return too_early
            if len(self._free) >= _MANY:
                self._free = {name: until for name, until in self._free.items() if until > now}
            self._free[key] = free + 1 / most
            return 0.0


_questionnaires, _addresses = Pace(), Pace()
_network = BaseThrottle()


def seconds_to_wait(request: HttpRequest | Request, respondent_id: uuid.UUID) -> int:
    """Count one save; how long its questionnaire or its address has to wait now, 0 if it need not.

    The address is the visitor's own, behind as many proxies as NUM_PROXIES says.
    """
    address = _network.get_ident(request)  # type: ignore[arg-type]  # reads META only
    wait = _questionnaires.take(str(respondent_id), settings.SAVES_OF_ONE_PERSON)
    wait = wait or _addresses.take(address, settings.SAVES_OF_ONE_ADDRESS)
    return int(wait) + 1 if wait else 0
