"""The one way into the API: JSON, read strictly, and refused before anything looks at it."""

from __future__ import annotations

import json
import math
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser
from rest_framework.utils.mediatypes import _MediaType

from accounts.problems import TooLargeError
from accounts.text_gate import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_DEPTH, MAX_NUMBER_LENGTH = 32, 40


class StrictJSONParser(BaseParser):
    """JSON in UTF-8 within the limits of docs/api.md.

    Refused: keys given twice, NaN and infinities, numbers that become infinite, characters that
    text may not hold (also in keys), depth, size and number length over the limits.
    """

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        charset = _MediaType(media_type or "").params.get("charset", "utf-8")
        if charset.lower() not in {"utf-8", "utf8"}:
            raise UnsupportedMediaType(media_type or "")
        return loads(_read(stream, parser_context or {}))


def _read(stream: IO[bytes], context: Mapping[str, Any]) -> bytes:
    limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    request = context.get("request")
    declared = str(request.META.get("CONTENT_LENGTH") or "") if request is not None else ""
    if declared.isascii() and declared.isdigit() and int(declared[:12]) > limit:
        raise TooLargeError
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise TooLargeError
    return raw


def loads(raw: bytes) -> Any:
    """The value. Raises ParseError, which says what is wrong and never quotes the body."""
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_decimal,
            parse_constant=_constant,
        )
    except RecursionError:
        raise ParseError(_too_deep()) from None
    except ValueError:
        raise ParseError(_("The body is not valid JSON in UTF-8.")) from None
    _check(value)
    return value


def _too_deep() -> str:
    return _("Nest at most %(limit)d levels.") % {"limit": MAX_DEPTH}


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ParseError(_("A key is given twice in one object."))
    return value


def _whole(digits: str) -> int:
    _check_length(digits)
    return int(digits)


def _decimal(digits: str) -> float:
    _check_length(digits)
    number = float(digits)
    if math.isinf(number):
        raise ParseError(_("A number is too large."))
    return number


def _check_length(digits: str) -> None:
    if len(digits) > MAX_NUMBER_LENGTH:
        raise ParseError(
            _("A number has at most %(limit)d characters.") % {"limit": MAX_NUMBER_LENGTH}
        )


def _constant(name: str) -> Any:
    raise ParseError(_("%(name)s is not a number in JSON.") % {"name": name})


def _check(value: Any) -> None:
    """Depth, and every text in it through the gate, its field named; fields set the lengths."""
    waiting = [(value, 0, "")]
    while waiting:
        item, depth, place = waiting.pop()
        if isinstance(item, str):
            _check_text(item, place)
        elif isinstance(item, dict | list):
            if depth >= MAX_DEPTH:
                raise ParseError(_too_deep())
            waiting.extend((part, depth + 1, below) for part, below in _parts(item, place))


def _parts(item: dict[str, Any] | list[Any], place: str) -> Iterator[tuple[Any, str]]:
    """What a value holds with the field that it is in, dots between levels. Each key, a text of the
    field around it, is looked at before it names anything: the last one given comes first."""
    if isinstance(item, list):
        for part in item:
            yield part, place
        return
    for key, part in item.items():
        yield part, f"{place}.{key}" if place else key
        yield key, place


def _check_text(text: str, place: str) -> None:
    try:
        clean_text(text, limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE, multiline=True)
    except ValidationError as error:
        said = error.messages[0]
        raise ParseError({place: said} if place else said) from None
