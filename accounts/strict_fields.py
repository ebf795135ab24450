"""Fields and serializers of the API that take exactly what they say and refuse the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.text_gate import clean_text

# Of a request with thousands of unknown names this many are named in the answer, so long each.
NAMED, NAME_LENGTH = 20, 100


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses, by name, every field it does not take."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = _unknown(data, {field.field_name for field in self._writable_fields})
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if not isinstance(error.detail, dict):
                raise
            raise serializers.ValidationError({**error.detail, **unknown}) from None
        if unknown:
            raise serializers.ValidationError(unknown)
        return value


class NothingSerializer(StrictSerializer):
    """An empty object, or no body at all."""


def _unknown(data: Any, known: set[str | None]) -> dict[str, list[Any]]:
    if not isinstance(data, Mapping):
        return {}
    names = [name[:NAME_LENGTH] for name in data if name not in known]
    fault = serializers.ErrorDetail(str(_("Unknown or read-only.")), "unknown")
    return {name: [fault] for name in names[:NAMED]}


class StrictIntegerField(serializers.IntegerField):
    """A JSON whole number: no text, no fraction, no true or false."""

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


class StrictFloatField(serializers.FloatField):
    """A JSON number: no text, no true or false. The parser has refused infinities."""

    def to_internal_value(self, data: Any) -> float:
        if not isinstance(data, int | float) or isinstance(data, bool):
            self.fail("invalid")
        try:
            return float(data)
        except OverflowError:
            self.fail("invalid")


class StrictBooleanField(serializers.BooleanField):
    """JSON true or false, and nothing that looks like it."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=str(data)[:NAME_LENGTH])
        return data


class StrictDateField(serializers.DateField):
    """A day as YYYY-MM-DD."""

    def to_internal_value(self, data: Any) -> date:
        if not isinstance(data, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", data):
            self.fail("invalid", format="YYYY-MM-DD")
        value: date = super().to_internal_value(data)
        return value


class StrictChoiceField(serializers.ChoiceField):
    """Text that is one of the choices; a number that only looks like one is not."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or data not in self.choices:
            self.fail("invalid_choice", input=str(data)[:NAME_LENGTH])
        return data


class GatedTextField(serializers.CharField):
    """Text that has passed the gate; `limit` is measured as it is stored."""

    def __init__(self, *, limit: int, multiline: bool = False, **kwargs: Any) -> None:
        self.limit, self.multiline = limit, multiline
        super().__init__(trim_whitespace=False, max_length=limit, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return clean_text(data, limit=self.limit, multiline=self.multiline)


class StrictRegexField(serializers.CharField):
    """Text that matches `pattern` from end to end, which the schema then shows."""

    def __init__(self, pattern: str, **kwargs: Any) -> None:
        self.pattern = re.compile(pattern)
        super().__init__(trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or not self.pattern.fullmatch(data):
            self.fail("invalid")
        return data


class DigitsField(serializers.IntegerField):
    """A whole number in an address: ASCII digits only."""

    def to_internal_value(self, data: Any) -> int:
        if not re.fullmatch("[0-9]{1,9}", str(data)):
            self.fail("invalid")
        return int(data)
