"""Counting what is tried in vain: secrets of links and codes of workshops, by address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

if TYPE_CHECKING:
    from django.http import HttpRequest


class MissedLinks(SimpleRateThrottle):
    """Tries from one address of the network that led nowhere."""

    rate = "20/min"
    scope = "missed-links"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return str(self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)})


def seconds_to_wait(request: HttpRequest) -> int:
    """Count one try in vain; how long its address has to wait now, 0 if it need not."""
    throttle = MissedLinks()
    if throttle.allow_request(Request(request), APIView()):
        return 0
    return round(throttle.wait() or 60)
