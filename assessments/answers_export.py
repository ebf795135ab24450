"""All answers of a round as a file: who said what, in the form that `manage.py assess` reads."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import CharField
from django.db.models.functions import Cast
from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments import access
from assessments.answer_file import COLUMNS
from assessments.models import Respondent
from assessments.running import run_by
from assessments.spreadsheet_text import spreadsheet_text

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest

    from assessments.models import Assessment

# Rows that are read from the database at a time.
CHUNK = 5_000


@require_GET
@login_required
def download(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """For editors, of a round whose people were told that they can be seen."""
    assessment = run_by(request, assessment_id)
    if assessment.disclosure.gated:
        raise PermissionDenied(_("Single answers of this round are shown to nobody."))
    name = slugify(assessment.name) or "answers"
    return HttpResponse(
        answers_csv(assessment),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def answers_csv(assessment: Assessment) -> bytes:
    """What everybody who has submitted said, as they said it: what a group agreed on later is not
    in it. UTF-8 with a mark, which spreadsheets need. Three queries at any size."""
    people = assessment.respondents.filter(state=Respondent.State.SUBMITTED)
    names = _names(people.order_by("name", "pk").values_list("pk", "name", "role"))
    keys = dict(assessment.framework.questions.values_list("pk", "key"))
    rows = (
        access.answers_in(assessment.pk)
        .filter(respondent__in=list(names))
        # As text: to make a UUID of every row takes as long as to fetch it.
        .annotate(person=Cast("respondent_id", CharField()))
        # The order of the index; questions have their ids in the order of the framework.
        .order_by("respondent_id", "question_id")
        .values_list("person", "question_id", "kind", "value", "reason", "note", "evidence")
    )
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_lines(rows.iterator(CHUNK), _by_text(names), keys))
    return text.getvalue().encode("utf-8-sig")


def _names(rows: Iterable[tuple[uuid.UUID, str, str]]) -> dict[uuid.UUID, tuple[str, str]]:
    """Name and role by person; who has no name gets the role's with a number."""
    nameless: Counter[str] = Counter()
    found = {}
    for pk, name, role in rows:
        nameless[role] += not name
        found[pk] = (spreadsheet_text(name or f"{role} {nameless[role]}"), role)
    return found


def _by_text(names: dict[uuid.UUID, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """By the key as either database writes it."""
    return {text: own for pk, own in names.items() for text in (pk.hex, str(pk))}


def _lines(
    rows: Iterable[tuple[str, int, str, int | None, str, str, str]],
    names: dict[str, tuple[str, str]],
    keys: dict[int, str],
) -> Iterator[tuple[object, ...]]:
    """A level is a number, what else was said its short word; texts pass the gate."""
    for person, question, kind, value, reason, note, evidence in rows:
        yield (
            *names[person],
            keys[question],
            kind if value is None else value,
            reason,
            note and spreadsheet_text(note),
            evidence and spreadsheet_text(evidence),
        )
