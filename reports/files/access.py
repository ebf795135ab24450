"""What an actor may reach of files, how they look, and the links to them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from accounts.models import Role
from assessments import access as assessments_access
from reports.deliverables.document import Brand
from reports.models import (
    BrandFields,
    EditedPassage,
    FileOrder,
    FileTemplate,
    Look,
    MadeFile,
    OrganisationBrand,
    OwnBrand,
    SharedLink,
)
from roadmaps import access as roadmaps_access
from roadmaps.models import Roadmap

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from accounts.actor import Actor
    from accounts.models import Organisation


def made_files(actor: Actor) -> QuerySet[MadeFile]:
    """Those that the person asked for; an owner's are all of the organisation."""
    asked = FileOrder.objects.unscoped("of files that the outer query reaches")
    own = Exists(asked.filter(file=OuterRef("pk"), requested_by=actor.user_id))
    rows = MadeFile.objects.visible_to(actor)
    return rows.filter(Q(actor_role=Role.OWNER) | Q(made_by=actor.user_id) | own)


def file_orders(actor: Actor) -> QuerySet[FileOrder]:
    """The person's own; an owner's are all of the organisation."""
    rows = FileOrder.objects.visible_to(actor)
    return rows.filter(Q(actor_role=Role.OWNER) | Q(requested_by=actor.user_id))


def file_templates(actor: Actor) -> QuerySet[FileTemplate]:
    return FileTemplate.objects.visible_to(actor)


def own_templates(actor: Actor) -> QuerySet[FileTemplate]:
    """The person's own, for files of every organisation; nobody else's."""
    rows = FileTemplate.objects.unscoped("a person reads what is theirs alone")
    return rows.filter(user_id=actor.user_id)


def shared_links(actor: Actor) -> QuerySet[SharedLink]:
    """Without what they show, which a list does not need: `withdrawn` if that is nothing."""
    nothing = ExpressionWrapper(Q(document=""), output_field=BooleanField())
    rows = SharedLink.objects.visible_to(actor).defer("document")
    return rows.annotate(withdrawn=nothing)  # type: ignore[no-redef]  # the model names it


def organisation_brand(organisation: Organisation) -> OrganisationBrand | None:
    rows = OrganisationBrand.objects.unscoped("of an organisation in hand")
    return rows.filter(organisation=organisation).first()


def own_brand(user_id: uuid.UUID | None) -> OwnBrand | None:
    return OwnBrand.objects.filter(user_id=user_id).first() if user_id else None


def brand_for(
    organisation: Organisation, user_id: uuid.UUID | None, look: str = Look.CLIENT
) -> Brand:
    """How a file looks that a person makes for an organisation. The client's look is, where the
    client has said nothing, that of the person, and else the product's."""
    return brand_of(organisation, organisation_brand(organisation), own_brand(user_id), look)


def brand_of(
    organisation: Organisation, clients: OrganisationBrand | None, own: OwnBrand | None, look: str
) -> Brand:
    """The same from rows in hand, without a query."""
    row: BrandFields | None = None
    if look != Look.PLAIN:
        row = (clients if look != Look.OWN else None) or own
    name = (clients.client_name if clients else "") or organisation.name
    if row is None:
        return Brand(client_name=name)
    return Brand(
        client_name=name,
        made_by=row.made_by,
        primary=row.primary,
        accent=row.accent,
        logo=bytes(row.logo),
        footer=row.footer,
        confidentiality=row.confidentiality,
        language=row.language,
        paper=row.paper,
    )


def plan_of(actor: Actor, analysis_id: uuid.UUID) -> Roadmap | None:
    """The plan that the organisation works by, if it was made from this analysis; else the first
    one that was made from it."""
    made = roadmaps_access.roadmaps(actor).filter(analysis_id=analysis_id)
    current = made.filter(scenarios__current=True).first()
    return current or made.order_by("created_at").first()


def passages_of(assessment_id: uuid.UUID) -> list[EditedPassage]:
    """What people have reworded of a round, the newest wording of each passage, whichever analysis
    of the round it was written for."""
    rows = EditedPassage.objects.unscoped("of a round in hand")
    found = rows.filter(analysis__assessment=assessment_id).order_by("edited_at", "pk")
    return list({row.key: row for row in found}.values())


def shared_link_of(secret: str) -> SharedLink | None:
    """The link of a secret, also one that has ended."""
    return (
        SharedLink.objects.unscoped("whoever knows the secret may")
        .filter(digest=hashlib.sha256(secret.encode()).hexdigest())
        .select_related("organisation")
        .first()
    )


def is_overtaken(link: SharedLink) -> bool:
    """There is a newer result than the one that a link shows, or another plan is worked by."""
    newest = assessments_access.latest_analysis(link.organisation)
    if newest is None or newest.pk != link.analysis_id:
        return newest is not None
    current = Roadmap.objects.unscoped("of the result of a link in hand").filter(
        analysis=newest, scenarios__current=True
    )
    plan = current.values_list("pk", flat=True).first()
    return plan is not None and plan != link.roadmap_id
