"""The looks that a person may give a file of an organisation, and what comes with each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.files import access
from reports.models import Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from accounts.actor import Actor
    from accounts.models import Organisation
    from reports.deliverables.document import Brand
    from reports.models import FileTemplate


@dataclass(frozen=True, slots=True)
class Dress:
    """One look. templates: by kind, the master or template that files are written into unless
    another is chosen; a kind that is not in it is written into the product's layout."""

    look: Look
    brand: Brand
    templates: Mapping[str, FileTemplate]

    @property
    def slides(self) -> FileTemplate | None:
        return self.templates.get("pptx")

    @property
    def document(self) -> FileTemplate | None:
        return self.templates.get("docx")


@dataclass(frozen=True, slots=True)
class Wardrobe:
    """What a person may choose from for an organisation. looks: the first is worn unless another
    is chosen. clients, own: masters and templates, newest first, without their bytes."""

    looks: tuple[Dress, ...]
    clients: tuple[FileTemplate, ...]
    own: tuple[FileTemplate, ...]

    def dress(self, look: str) -> Dress:
        """That of a look, or of none in particular. Raises KeyError for one that is not there."""
        return {item.look.value: item for item in self.looks}[look] if look else self.looks[0]

    @property
    def templates(self) -> tuple[FileTemplate, ...]:
        return (*self.clients, *self.own)


def wardrobe(actor: Actor, organisation: Organisation) -> Wardrobe:
    """The client's look is there once the client has a brand or a template, the person's likewise;
    the product's always is."""
    rows = access.file_templates(actor).filter(organisation=organisation)
    clients = tuple(rows.defer("data").order_by("-uploaded_at", "pk"))
    own = tuple(access.own_templates(actor).defer("data").order_by("-uploaded_at", "pk"))
    theirs, mine = access.organisation_brand(organisation), access.own_brand(actor.user_id)
    there = {Look.CLIENT: theirs or clients, Look.OWN: mine or own, Look.PLAIN: True}
    templates = {Look.CLIENT: clients, Look.OWN: own, Look.PLAIN: ()}
    looks = tuple(
        Dress(look, access.brand_of(organisation, theirs, mine, look), _newest(templates[look]))
        for look in Look
        if there[look]
    )
    return Wardrobe(looks, clients, own)


def _newest(rows: Iterable[FileTemplate]) -> dict[str, FileTemplate]:
    """Of each kind the newest; rows: newest first."""
    found: dict[str, FileTemplate] = {}
    for row in rows:
        found.setdefault(row.kind, row)
    return found
