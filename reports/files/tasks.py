"""When files are written: whenever somebody asked for one. How lies in `pipeline`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.letting_go import made_from_results
from jobs.context import JobError
from jobs.registry import job
from reports.deliverables.office_file import TemplateError
from reports.files import pipeline
from reports.models import FileOrder

if TYPE_CHECKING:
    from jobs.context import JobContext
    from jobs.models import JobRun

DELIVERABLE = "deliverable"

made_from_results(pipeline.forget)


@job(DELIVERABLE, title=gettext_noop("The file"))
def make(run: JobRun, context: JobContext) -> None:
    """Idempotent: what was made from the same values is not written again."""
    context.step(_("Putting the contents together"), 10)
    try:
        order = pipeline.load_order(run.subject)
    except FileOrder.DoesNotExist:
        raise JobError(
            _("The result, the roadmap or the template has been removed. Nothing was made.")
        ) from None
    wanted = pipeline.wanted(order, context.at)
    file, data = pipeline.find(wanted), b""
    if file is None:
        context.step(_("Writing the file"), 40)
        try:
            data = pipeline.write(wanted)
        except TemplateError as error:
            raise JobError(str(error)) from error
        except pipeline.TooLargeError:
            raise JobError(_("The file would be larger than 25 MB. Choose less.")) from None
    context.step(_("Keeping the file"), 95)
    with context.final():
        file = file or pipeline.store(wanted, data, context.at)
        pipeline.hand_over(order, file)
        context.result(subject=file.pk, input_version=file.key)


@shared_task(name="reports.files.tasks.keep")
def keep() -> None:
    """Let go of files and links whose time is over. Missed or doubled turns do no harm."""
    pipeline.keep(timezone.now())
