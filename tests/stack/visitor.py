"""A person with an account of the demo who reaches a running stack over plain HTTP."""

from __future__ import annotations

import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from tests.stack.running import Stack


class Visitor:
    """Signed in with cookies of its own; redirects are followed."""

    def __init__(self, stack: Stack, email: str) -> None:
        self.base_url = stack.base_url
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.get("/account/login/")
        landed = self.post("/account/login/", login=email, password=stack.demo_password())
        assert "/account/login/" not in landed, f"{email} cannot sign in"

    def get(self, path: str) -> str:
        """The address where this led to. Raises HTTPError from 400 on."""
        with self._opener.open(self.base_url + path, timeout=30) as answer:
            return answer.url

    def post(self, path: str, **fields: str) -> str:
        """As `get`, for a form."""
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        with self._opener.open(self.base_url + path, data=body, timeout=30) as answer:
            return answer.url
