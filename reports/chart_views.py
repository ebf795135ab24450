"""Charts as pictures and as figures: of an analysis, and of a roadmap made from one."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from accounts.actor import Actor
from assessments import access as assessments_access
from assessments.spreadsheet_text import spreadsheet_text
from reports import access, pipeline
from reports.charts import KINDS
from reports.figures.theme import LOOKS
from reports.services import pictures
from roadmaps import access as roadmaps_access

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from assessments.models import Analysis
    from reports.models import ChartImage
    from roadmaps.models import Roadmap

PACE = re.compile(r"0|[1-9][0-9]?|100", re.ASCII)
# A picture opened by itself carries its own style and glyphs, and nothing that runs.
PICTURE_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'none'"],
    "connect-src": ["'none'"],
    "img-src": ["data:"],
    "style-src": ["'unsafe-inline'"],
    "font-src": ["data:"],
}


def _parts(
    request: HttpRequest,
    key: str,
    variant: str,
    analysis_id: uuid.UUID | None,
    roadmap_id: uuid.UUID | None,
) -> tuple[Analysis, Roadmap | None]:
    """The rows that a chart is drawn from; 404 for a stranger and for what does not exist."""
    of_plan = roadmap_id is not None
    known = variant in LOOKS or variant == pipeline.FILE
    if key not in KINDS or not known or KINDS[key].of_plan is not of_plan:
        raise Http404
    actor = Actor.of(request)
    if of_plan:
        plan = get_object_or_404(roadmaps_access.roadmaps(actor), pk=roadmap_id)
        return plan.analysis, plan
    return get_object_or_404(assessments_access.analyses(actor), pk=analysis_id), None


def _pace(request: HttpRequest, key: str) -> int | None:
    """`?pace=`: the plan at this pace as well, 0 to 100 percent. 404 for what is not drawn."""
    asked = request.GET.get("pace")
    if asked is None:
        return None
    if not (KINDS[key].paced and PACE.fullmatch(asked)):
        raise Http404
    return int(asked)


def _stored_digest(
    request: HttpRequest,
    key: str,
    variant: str,
    analysis_id: uuid.UUID | None = None,
    roadmap_id: uuid.UUID | None = None,
) -> str | None:
    """The ETag of a chart that is stored and may be seen, without reading the picture."""
    if not request.user.is_authenticated or key not in KINDS:
        return None
    if KINDS[key].of_plan is not (roadmap_id is not None):
        return None
    actor = Actor.of(request)
    newest = None
    if KINDS[key].of_rounds and analysis_id is not None:
        newest = assessments_access.analyses(actor).defer("result").filter(pk=analysis_id).first()
        if newest is None:
            return None
    name = pipeline.stored_as(variant, _pace(request, key), newest)
    digest = access.stored_digest(actor, key, name, analysis_id=analysis_id, roadmap_id=roadmap_id)
    return f'"{digest}"' if digest else None


@require_safe
@login_required
@csp_replace(PICTURE_POLICY)  # type: ignore[arg-type]  # its types know no arguments of the address
@gzip_page
@condition(etag_func=_stored_digest)
def chart(
    request: HttpRequest,
    key: str,
    variant: str,
    analysis_id: uuid.UUID | None = None,
    roadmap_id: uuid.UUID | None = None,
) -> HttpResponse:
    """One chart as a picture, drawn now if it is not stored yet. `?pace=` as in `_pace`."""
    analysis, image = _drawn(request, key, variant, analysis_id, roadmap_id)
    headers = {"ETag": f'"{image.digest}"', "Cache-Control": "private, no-cache"}
    if variant == pipeline.FILE:
        headers |= _as_file(analysis, key, "svg")
    return HttpResponse(image.svg, content_type="image/svg+xml", headers=headers)


def _drawn(
    request: HttpRequest,
    key: str,
    variant: str,
    analysis_id: uuid.UUID | None,
    roadmap_id: uuid.UUID | None,
) -> tuple[Analysis, ChartImage]:
    """What a picture shows, and the picture, drawn now if it is not stored yet."""
    analysis, plan = _parts(request, key, variant, analysis_id, roadmap_id)
    image = pictures.picture(
        analysis=analysis,
        roadmap=plan,
        key=key,
        variant=variant,
        at=timezone.now(),
        pace=_pace(request, key),
    )
    return analysis, image


@require_safe
@login_required
def pixels(
    request: HttpRequest,
    key: str,
    analysis_id: uuid.UUID | None = None,
    roadmap_id: uuid.UUID | None = None,
) -> HttpResponse:
    """One chart as a PNG file, made of the picture file. `?pace=` as in `_pace`."""
    analysis, image = _drawn(request, key, pipeline.FILE, analysis_id, roadmap_id)
    headers = {"Cache-Control": "private, no-cache", **_as_file(analysis, key, "png")}
    return HttpResponse(pipeline.as_pixels(image), content_type="image/png", headers=headers)


@require_safe
@login_required
def numbers(
    request: HttpRequest,
    key: str,
    analysis_id: uuid.UUID | None = None,
    roadmap_id: uuid.UUID | None = None,
) -> HttpResponse:
    """The table of one chart as a CSV file. `?pace=` as in `_pace`."""
    analysis, plan = _parts(request, key, pipeline.FILE, analysis_id, roadmap_id)
    kind = KINDS[key]
    read = pipeline.drawn_from(analysis, plan, key, _pace(request, key))
    table = kind.builder.table(kind.frame(read))
    made = io.StringIO()
    writer = csv.writer(made)
    for row in (table.columns, *table.rows):
        writer.writerow([spreadsheet_text(cell) for cell in row])
    headers = {"Cache-Control": "private, no-cache", **_as_file(analysis, key, "csv")}
    # With a mark at its start, a spreadsheet reads the letters beyond ASCII as they are.
    return HttpResponse(
        made.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers
    )


def _as_file(analysis: Analysis, key: str, kind: str) -> dict[str, str]:
    """The header that names the file: organisation, chart, round."""
    parts = (analysis.assessment.organisation.name, key, analysis.assessment.name)
    name = "-".join(filter(None, (slugify(part) for part in parts)))
    return {"Content-Disposition": content_disposition_header(True, f"{name}.{kind}") or ""}


@require_safe
@login_required
@gzip_page
def figure(
    request: HttpRequest,
    key: str,
    analysis_id: uuid.UUID | None = None,
    roadmap_id: uuid.UUID | None = None,
) -> HttpResponse:
    """One chart as a Plotly figure, for exploring. `?variant=` and `?pace=` as for the
    picture."""
    variant = request.GET.get("variant", "wide-light")
    analysis, plan = _parts(request, key, variant, analysis_id, roadmap_id)
    if variant not in LOOKS:
        raise Http404
    read = pipeline.drawn_from(analysis, plan, key, _pace(request, key))
    document = pipeline.figure(read, key, variant)
    return JsonResponse(document, headers={"Cache-Control": "private, no-cache"})
