"""From an order to a finished file: loads values, writes, stores."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import slugify

from reports.deliverables import chart_files, frozen, loading
from reports.deliverables.formats import FORMATS, WRITING, Options
from reports.files import access
from reports.models import FileContent, FileOrder, MadeFile, SharedPicture

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from reports.deliverables.document import Chart, Deliverable
    from reports.deliverables.formats import Format
    from reports.models import SharedLink

# Over this a file is not kept; the largest of the demo has 3 MB.
MAX_FILE_BYTES = 25 * 1024 * 1024


class TooLargeError(Exception):
    """The file is larger than is kept."""


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
        brand=access.brand_for(order.organisation, order.requested_by),
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
    has stored the same file in the meantime, that one."""
    order = found.order
    rows = MadeFile.objects.unscoped("the file of an order in hand")
    row, created = rows.get_or_create(
        key=found.key,
        defaults={
            "organisation_id": order.organisation_id,
            "analysis_id": order.analysis_id,
            "roadmap_id": order.roadmap_id,
            "format": order.format,
            "audience": order.audience,
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
