"""The questions behind a capability and how the answers to each lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports import numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from capabilities.catalogue import Catalogue, QuestionEntry
    from engine.question_spread import Spread


def question_rows(
    library: Catalogue, key: str, spread: Sequence[Spread] | None
) -> list[dict[str, Any]]:
    """Of one capability, in catalogue order. spread: None where the answers are no longer those of
    the result."""
    of_question = {item.question: item for item in spread or ()}
    names = {role.key: role.name for role in library.framework.roles}
    return [
        _row(library, entry, names, of_question.get(entry.key))
        for entry in library.questions.values()
        if entry.capability == key
    ]


def _row(
    library: Catalogue, entry: QuestionEntry, names: dict[str, str], found: Spread | None
) -> dict[str, Any]:
    counts = found.counts if found else None
    most = max(counts) if counts else 0
    return {
        "key": entry.key,
        "text": entry.text,
        "lens": library.lenses[entry.lens],
        "asked": [name for role, name in names.items() if role in entry.roles],
        "gone": found is None,
        "hidden": found is not None and counts is None,
        "people": found.people if found else None,
        "dont_know": found.dont_know if found else None,
        "not_applicable": found.not_applicable if found else None,
        "bars": [
            {
                "level": level,
                "statement": statement,
                "count": count,
                "share": numbers.percent(count / found.people) if found and found.people else "",
                "width": round(100 * count / most) if most else 0,
            }
            for level, (statement, count) in enumerate(
                zip(entry.options, counts, strict=True), start=1
            )
        ]
        if counts
        else [],
    }
