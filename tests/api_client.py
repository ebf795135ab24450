"""Programs that speak to the API for somebody."""

from __future__ import annotations

from django.test import Client

from accounts.models import ApiToken

ROOT = "/api/v1/"


def program(user, *, read_only=False, **token):
    """A client with a fresh personal token of this person."""
    _, secret = ApiToken.objects.create(user=user, name="test", read_only=read_only, **token)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def without_request_id(response):
    """The body of a problem, for comparing two: only the id of the request may differ."""
    body = response.json()
    assert body.pop("request_id")
    return body


def fields(response):
    return {(fault["field"], fault["code"]) for fault in response.json()["errors"]}
