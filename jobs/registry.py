"""Kinds of background work: what they are called, who does them, and what follows them.

A room registers its handlers in its `tasks` module:

    @job("analysis", title=_("Scoring the answers"))
    def analyse(run: JobRun, context: JobContext) -> None: ...

    @job("roadmap", after="analysis", title=_("Planning the roadmap"))
    def plan(run: JobRun, context: JobContext) -> None: ...

so that a room below never names the rooms above that carry on with its result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrPromise

    from jobs.context import JobContext
    from jobs.models import JobRun

    Handler = Callable[[JobRun, JobContext], None]


class RegistryError(Exception):
    """A kind of work is unknown, or was registered twice."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work. `title` is what the progress page calls it.

    waited_for: people who asked for the work before it wait for this one too. What nobody waits for
    gives way to it.
    """

    name: str
    title: str | _StrPromise
    after: str | None
    handler: Handler
    waited_for: bool = True


_kinds: dict[str, Kind] = {}


def job(
    kind: str, *, title: str | _StrPromise, after: str | None = None, waited_for: bool = True
) -> Callable[[Handler], Handler]:
    """Register the decorated function as the handler of `kind`.

    after: the kind whose finished jobs make this one necessary; that job's
    `context.result(...)` tells this one's subject and input version.
    waited_for: False for work that nobody's result depends on: the progress page leaves it out,
    and only so many of them run at a time (`settings.BACKGROUND_JOBS`).
    Raises RegistryError if the kind has a handler already.
    """

    def register(handler: Handler) -> Handler:
        if kind in _kinds:
            raise RegistryError(f"two handlers for the kind {kind!r}")
        _kinds[kind] = Kind(kind, title, after, handler, waited_for)
        return handler

    return register


def find(kind: str) -> Kind:
    """The kind of that name. Raises RegistryError if no room registered it."""
    try:
        return _kinds[kind]
    except KeyError:
        raise RegistryError(f"no handler for the kind {kind!r}") from None


def title(kind: str) -> str:
    """What people call the kind; its name if a newer or older version of the product made it."""
    return str(_kinds[kind].title) if kind in _kinds else kind


def followers(kind: str) -> list[Kind]:
    """The kinds that come directly after `kind`, by name."""
    return sorted((k for k in _kinds.values() if k.after == kind), key=lambda k: k.name)


def in_the_background() -> list[str]:
    """Names of the kinds that nobody waits for."""
    return [kind.name for kind in _kinds.values() if not kind.waited_for]
