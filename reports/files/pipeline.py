"""From an order to a finished file: loads values, writes, stores."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.text import slugify

from assessments.models import Analysis
from reports.deliverables import chart_files, frozen, loading
from reports.deliverables.formats import FORMATS, WRITING, Options
from reports.files import access
from reports.models import FileContent, FileOrder, MadeFile, SharedLink, SharedPicture

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from reports.deliverables.document import Chart, Deliverable
    from reports.deliverables.formats import Format

# A finished file is kept so long, and longer while a link shows it; of a link that has ended only
# who made it, for whom, and how often it was opened.
KEPT_FOR = timedelta(days=90)
# Over this a file is not kept; the largest of the demo has 3 MB.
MAX_FILE_BYTES = 25 * 1024 * 1024


class TooLargeError(Exception):
    """The file is larger than is kept."""


class OvertakenError(Exception):
    """The result has changed while the file was written, as it does when somebody is erased."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One order, with all that its file is written from. key: the digest of that."""

    order: FileOrder
    format: Format
    document: Deliverable
    document_digest: str
    key: str


def load_order(order_id: uuid.UUID) -> FileOrder:
    """Raises FileOrder.DoesNotExist if what it was about has gone meanwhile."""
    return (
        FileOrder.objects.unscoped("the job carries only an id")
        .select_related(
            "organisation", "analysis__assessment__organisation", "roadmap", "template", "since"
        )
        .get(pk=order_id)
    )


def wanted(order: FileOrder, at: datetime) -> Wanted:
    """What an order asks for, as things stand now."""
    document = loading.load(
        order.analysis,
        order.roadmap,
        brand=access.brand_for(order.organisation, order.requested_by, order.look),
        at=at,
    )
    found = frozen.digest(document)
    parts = (
        WRITING,
        str(order.analysis_id),
        str(order.roadmap_id or ""),
        order.format,
        order.audience,
        order.template.digest if order.template else "",
        order.since.document_digest if order.since else "",
        found,
    )
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return Wanted(order, FORMATS[order.format], document, found, key)


def find(found: Wanted) -> MadeFile | None:
    """The same file, made before."""
    rows = MadeFile.objects.unscoped("the same file of an order in hand")
    return rows.filter(key=found.key).first()


def write(found: Wanted) -> bytes:
    """Raises what the writer raises, and TooLargeError."""
    order = found.order
    options = Options(
        audience=order.audience,
        template=bytes(order.template.data) if order.template else None,
        since=_since(order),
    )
    data = found.format.write(found.document, options)
    if len(data) > MAX_FILE_BYTES:
        raise TooLargeError
    return data


def _since(order: FileOrder) -> Deliverable | None:
    if order.since is None:
        return None
    content = FileContent.objects.filter(file=order.since).only("document").first()
    return frozen.thawed(content.document) if content and content.document else None


def store(found: Wanted, data: bytes, at: datetime) -> MadeFile:
    """Row and bytes in one go; to be called in the transaction that ends the job. If another job
    has stored the same file in the meantime, that one. Raises OvertakenError."""
    order = found.order
    if not is_unchanged(order.analysis):
        raise OvertakenError
    rows = MadeFile.objects.unscoped("the file of an order in hand")
    row, created = rows.get_or_create(
        key=found.key,
        defaults={
            "organisation_id": order.organisation_id,
            "analysis_id": order.analysis_id,
            "roadmap_id": order.roadmap_id,
            "format": order.format,
            "audience": order.audience,
            "look": order.look,
            "template_name": order.template.name if order.template else "",
            "document_digest": found.document_digest,
            "name": file_name(found),
            "size": len(data),
            "digest": hashlib.sha256(data).hexdigest(),
            "made_by": order.requested_by,
            "made_at": at,
        },
    )
    if created:
        kept = frozen.frozen(found.document) if found.format.compares else ""
        FileContent.objects.create(file=row, data=data, document=kept)
    return row


def is_unchanged(analysis: Analysis) -> bool:
    """The result is still the one that was read. Locks it until the transaction ends, so that
    whatever is taken out of it next finds what was made from it."""
    rows = Analysis.objects.unscoped("of an analysis in hand").select_for_update(of=("self",))
    stored = rows.filter(pk=analysis.pk).values_list("result", flat=True).first()
    return bool(stored == analysis.result)


def hand_over(order: FileOrder, file: MadeFile) -> None:
    """Say that the order is met by this file."""
    rows = FileOrder.objects.unscoped("an order in hand")
    rows.filter(pk=order.pk).update(file=file)


def file_name(found: Wanted) -> str:
    """Letters of any script, digits and hyphens: "acme-industries-report-2026-11-22.pdf"."""
    document = found.document
    organisation = slugify(document.brand.client_name, allow_unicode=True)[:40].strip("-")
    audience = f"-{found.order.audience}" if found.order.audience else ""
    day = document.provenance.made_on.isoformat()
    name = "-".join(filter(None, (organisation, found.format.part)))
    return f"{name}{audience}-{day}.{found.format.extension}"


def shared_picture(link: SharedLink, number: int, chart: Chart, variant: str) -> SharedPicture:
    """A chart of a link's frozen document, drawn now if nobody has looked at it yet.

    variant: a key of LOOKS. Raises ExportError.
    """
    rows = SharedPicture.objects.unscoped("of a link in hand")
    where = {"link": link, "position": number, "variant": variant}
    found = rows.filter(**where).first()
    if found is not None:
        return found
    svg = chart_files.picture(chart, variant)
    digest = hashlib.sha256(svg.encode()).hexdigest()
    made, _created = rows.get_or_create(**where, defaults={"svg": svg, "digest": digest})
    return made


def forget(analyses: Collection[uuid.UUID]) -> None:
    """Files made from these results, and what links show of them, are no more."""
    files = MadeFile.objects.unscoped("of results that small groups leave")
    files.filter(analysis__in=analyses).delete()
    links = SharedLink.objects.unscoped("of results that small groups leave")
    empty(links.filter(analysis__in=analyses).values_list("pk", flat=True))


def keep(at: datetime) -> None:
    """Let go of all whose time is over. Twice, or after a pause, is once."""
    links = SharedLink.objects.unscoped("the clock is nobody's")
    over = Q(expires_at__lte=at) | Q(revoked_at__isnull=False)
    empty(links.filter(over).exclude(document="").values_list("pk", flat=True))
    ended = Q(expires_at__lte=at - KEPT_FOR) | Q(revoked_at__lte=at - KEPT_FOR)
    links.filter(ended).delete()
    files = MadeFile.objects.unscoped("the clock is nobody's")
    shown = links.filter(files=OuterRef("pk"), revoked_at=None, expires_at__gt=at)
    files.filter(~Exists(shown), made_at__lte=at - KEPT_FOR).delete()
    orders = FileOrder.objects.unscoped("the clock is nobody's")
    orders.filter(requested_at__lte=at - KEPT_FOR, file=None).delete()


def empty(links: Iterable[uuid.UUID]) -> None:
    """What these links show is not kept; that they were there is."""
    ids = list(links)
    SharedPicture.objects.unscoped("of links in hand").filter(link__in=ids).delete()
    SharedLink.files.through.objects.filter(sharedlink_id__in=ids).delete()
    SharedLink.objects.unscoped("of links in hand").filter(pk__in=ids).update(document="")
