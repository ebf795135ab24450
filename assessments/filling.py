"""Pages of filling a questionnaire offline: the workbook out, a preview of it back, and storing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import bulk, questionnaire_file, services
from assessments.answerer import answerer_required, answering_as, around, own
from assessments.content import Content, statement
from assessments.errors import AssessmentError
from assessments.file_forms import FilledForm, WorkbookForm
from assessments.questionnaire_file import Filled
from assessments.table_file import TableFileError

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from assessments.models import Respondent

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@answerer_required
def download(request: HttpRequest, respondent_id: uuid.UUID) -> HttpResponse:
    respondent = own(request, respondent_id)
    data = questionnaire_file.write(
        framework_id=respondent.assessment.framework_id,
        questions=services.asked_questions(respondent),
        answers={row.question_id: row for row in respondent.answers.all()},
    )
    name = slugify(f"{respondent.assessment.name} {respondent.role}") or "questions"
    return HttpResponse(
        data,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'},
    )


@require_http_methods(["GET", "POST"])
@answerer_required
def upload(request: HttpRequest, respondent_id: uuid.UUID) -> HttpResponse:
    """What a filled workbook would change; nothing is stored yet."""
    respondent = own(request, respondent_id)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, respondent, form=form, status=400 if form.errors else 200)
    try:
        filled = questionnaire_file.read(
            form.cleaned_data["file"].read(),
            framework_id=respondent.assessment.framework_id,
            questions=services.asked_questions(respondent),
        )
    except TableFileError as error:
        return _page(request, respondent, form=form, faults=error.faults, status=400)
    return _preview(request, respondent, filled)


def _page(
    request: HttpRequest, respondent: Respondent, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {
        "respondent": respondent,
        "assessment": respondent.assessment,
        **around(request, respondent),
        **extra,
    }
    return render(request, "assessments/file.html", context, status=status)


def _preview(
    request: HttpRequest, respondent: Respondent, filled: Sequence[Filled]
) -> HttpResponse:
    stored = {row.question.key: row for row in respondent.answers.select_related("question")}
    entries = {entry.key: entry for entry in services.asked_questions(respondent)}
    changes = [
        {
            "entry": entries[item.question],
            "before": statement(entries[item.question], Content.of(present).choice)
            if (present := stored.get(item.question))
            else None,
            "after": statement(entries[item.question], item.content.choice),
            "note": item.content.note,
            # Somebody answered on the page while the file was being filled.
            "overtaken": (present.version if present else 0) != item.version,
        }
        for item in filled
        if not _same(stored.get(item.question), item)
    ]
    return _page(
        request,
        respondent,
        changes=changes,
        unchanged=len(filled) - len(changes),
        filled=_packed([item for item in filled if not _same(stored.get(item.question), item)]),
    )


def _same(present: Any, item: Filled) -> bool:
    return present is not None and Content.of(present) == item.content


def _packed(filled: Sequence[Filled]) -> str:
    return json.dumps(
        [[item.question, item.version, item.content.fields()] for item in filled],
        ensure_ascii=False,
    )


@require_POST
@answerer_required
def store(request: HttpRequest, respondent_id: uuid.UUID) -> HttpResponse:
    """Store what was shown, all of it or nothing; checked again, because it came from outside."""
    respondent = own(request, respondent_id)
    form = FilledForm(
        request.POST,
        framework_id=respondent.assessment.framework_id,
        asked={entry.key for entry in services.asked_questions(respondent)},
    )
    if not form.is_valid():
        return _page(request, respondent, form=WorkbookForm(), refused=form, status=400)
    try:
        bulk.save_filled(
            actor=answering_as(request, respondent_id),
            respondent=respondent,
            filled=form.cleaned_data["filled"],
            at=timezone.now(),
        )
    except (AssessmentError, ValidationError) as error:
        message = getattr(error, "message", str(error))
        form.add_error(None, str(message))
        return _page(request, respondent, form=WorkbookForm(), refused=form, status=409)
    return redirect("assessments:review", respondent.pk)
