"""Bringing a content pack into the database, and publishing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from capabilities.engine_values import area_keys
from capabilities.models import Area, Capability, Framework, Initiative, Question

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from capabilities.pack import Pack

Content = dict[str, Any]


class FrameworkPublishedError(Exception):
    """A published version would have to change."""


@transaction.atomic
def load_framework(*, pack: Pack, by: uuid.UUID | None, at: datetime) -> Framework:
    """Bring a checked pack (`validation.check_pack`) into the database, as a draft if it is new.

    The same pack again changes nothing; a draft takes the new content. Raises
    FrameworkPublishedError if this version is published with other content.
    """
    digest = pack.digest
    framework, created = Framework.objects.get_or_create(
        key=pack.key, version=pack.version, defaults=_columns(pack, digest)
    )
    if not created:
        # A second loader waits here and then finds what the first one left.
        framework = Framework.objects.select_for_update().get(pk=framework.pk)
        if framework.digest == digest:
            return framework
        _replace_draft(framework, pack, digest)
    _write_rows(framework, pack.content)
    audit.record(
        organisation_id=None,
        by=by,
        action="framework.load",
        subject=framework,
        at=at,
        details={"key": pack.key, "version": pack.version, "digest": digest},
    )
    return framework


@transaction.atomic
def publish(*, framework: Framework, by: uuid.UUID | None, at: datetime) -> Framework:
    """Open a framework for assessments, for good. A published one stays as it is."""
    drafts = Framework.objects.filter(pk=framework.pk, status=Framework.Status.DRAFT)
    # Compare and set: of two simultaneous calls exactly one publishes and is recorded.
    if drafts.update(status=Framework.Status.PUBLISHED, published_at=at):
        audit.record(
            organisation_id=None,
            by=by,
            action="framework.publish",
            subject=framework,
            at=at,
            details={"key": framework.key, "version": framework.version},
        )
    framework.refresh_from_db(fields=["status", "published_at"])
    return framework


def _columns(pack: Pack, digest: str) -> dict[str, Any]:
    return {
        "name": pack.name,
        "summary": pack.summary,
        "content": pack.content,
        "digest": digest,
    }


def _replace_draft(framework: Framework, pack: Pack, digest: str) -> None:
    if framework.status == Framework.Status.PUBLISHED:
        raise FrameworkPublishedError(
            _(
                "%(key)s version %(version)d is published and never changes."
                " Give the new content a higher version number and publish a new version."
            )
            % {"key": framework.key, "version": framework.version}
        )
    Framework.objects.filter(pk=framework.pk).update(**_columns(pack, digest))
    framework.refresh_from_db()
    # Questions, capabilities and initiatives go with their areas.
    framework.areas.all().delete()


def _write_rows(framework: Framework, content: Content) -> None:
    areas = {
        item["key"]: Area(
            framework=framework,
            key=item["key"],
            position=position,
            name=item["name"],
            question=item["question"],
            description=item["description"],
        )
        for position, item in enumerate(content["framework"]["areas"])
    }
    Area.objects.bulk_create(areas.values())
    capabilities = {
        item["key"]: _capability(areas[area], item, position)
        for position, (area, item) in enumerate(_catalogue(content, "areas", "capabilities"))
    }
    Capability.objects.bulk_create(capabilities.values())
    questions = [
        (capabilities[capability["key"]], item)
        for _area, capability in _catalogue(content, "areas", "capabilities")
        for item in capability["questions"]
    ]
    Question.objects.bulk_create(
        _question(capability, item, position)
        for position, (capability, item) in enumerate(questions)
    )
    Initiative.objects.bulk_create(
        _initiative(areas[area], item, position)
        for position, (area, item) in enumerate(_catalogue(content, "initiatives", "initiatives"))
    )


def _catalogue(content: Content, folder: str, field: str) -> list[tuple[str, Content]]:
    """Area key and entry, in catalogue order."""
    return [(area, item) for area in area_keys(content) for item in content[folder][area][field]]


def _capability(area: Area, item: Content, position: int) -> Capability:
    return Capability(
        framework=area.framework,
        area=area,
        key=item["key"],
        position=position,
        name=item["name"],
        definition=item["definition"],
        outcome=item["outcome"],
        owner=item["owner"],
        required_from=item["required_from"],
        levels=item["levels"],
        evidence=item["evidence"],
    )


def _question(capability: Capability, item: Content, position: int) -> Question:
    return Question(
        framework=capability.framework,
        capability=capability,
        key=item["key"],
        position=position,
        text=item["text"],
        help=item["help"],
        lens=item["lens"],
        roles=item["roles"],
        options=item["options"],
        quick=item["quick"],
    )


def _initiative(area: Area, item: Content, position: int) -> Initiative:
    return Initiative(
        framework=area.framework,
        area=area,
        key=item["key"],
        position=position,
        name=item["name"],
        description=item["description"],
        benefit=item["benefit"],
        done_when=item["done_when"],
        raises=item["raises"],
        requires=item["requires"],
        effort=item["effort"],
        duration_weeks=item["duration_weeks"],
        cost_low=item["external_cost"]["low"],
        cost_high=item["external_cost"]["high"],
        kpis=item["kpis"],
        risks=item["risks"],
        quick_win=item["quick_win"],
    )
