"""Which rows of this room an actor may reach. Rows of other organisations do not exist."""

from __future__ import annotations

import uuid
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery, UUIDField, Value
from django.utils.translation import gettext as _

from accounts.access import allows
from accounts.models import Role
from accounts.prepared import PreparedSelect, Slot
from assessments import comparison
from assessments.guests import Guest
from assessments.models import (
    Analysis,
    Answer,
    Assessment,
    Change,
    EvidenceFile,
    Invitation,
    Respondent,
    Workshop,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.actor import Actor
    from accounts.models import Organisation

    # Who answers: a member of the organisation, or somebody who came by a link.
    Answerer = Actor | Guest


def assessments(actor: Actor) -> QuerySet[Assessment]:
    return (
        Assessment.objects.visible_to(actor)
        .select_related("organisation", "framework")
        .defer("framework__content")
    )


def respondents(actor: Actor) -> QuerySet[Respondent]:
    """Respondents of the actor's organisations. Answering is for the respondent's own user only;
    those of anonymous rounds are there for nobody but the browser that began."""
    return Respondent.objects.visible_to(actor).exclude(assessment__privacy=_ANONYMOUS)


_ANONYMOUS = Assessment.Privacy.ANONYMOUS

# What saving an answer depends on, in the order of `saving._Target`.
SAVE_TARGET = (
    "pk",
    "user_id",
    "role",
    "state",
    "assessment__organisation_id",
    "assessment__framework_id",
    "assessment__status",
    "assessment__privacy",
    "interviewed",
    "only",
    "held_role",
    "present__pk",
    "present__version",
    "present__client_id",
    "present__seq",
)


@lru_cache(maxsize=1024)
def _save_targets(question_ids: frozenset[int], *, guest: bool) -> PreparedSelect:
    ids: UUIDField[Any, Any] = UUIDField()
    slots = {"respondent_id": Slot(ids, uuid.UUID(int=1)), "holder": Slot(ids, uuid.UUID(int=2))}
    memberships = "assessment__organisation__memberships"
    holder = "guest" if guest else f"{memberships}__user_id"
    rows = (
        Respondent.objects.unscoped("the answerer's scope is on it: one of the slots")
        .filter(pk=slots["respondent_id"].stands, **{holder: slots["holder"].stands})
        .select_for_update(of=("self",))
        .annotate(
            present=FilteredRelation(
                "answers", condition=Q(answers__question_id__in=list(question_ids) or [0])
            ),
            held_role=Value("") if guest else F(f"{memberships}__role"),
        )
        .order_by()
        .values_list(*SAVE_TARGET)
    )
    if not guest:
        rows = rows.exclude(assessment__privacy=_ANONYMOUS)
    return PreparedSelect(rows, slots)


def save_target(
    answerer: Answerer, respondent_id: uuid.UUID, question_ids: frozenset[int]
) -> tuple[Any, ...] | None:
    """A respondent whom the answerer may know of, locked, with the stored answer to a question: a
    row of SAVE_TARGET. question_ids: the question's in every framework version in use."""
    guest = isinstance(answerer, Guest)
    holder = answerer.hold if isinstance(answerer, Guest) else answerer.user_id
    rows = _save_targets(question_ids, guest=guest).fetch(
        respondent_id=respondent_id, holder=holder
    )
    return rows[0] if rows else None


def may_answer(
    answerer: Answerer, *, user_id: uuid.UUID | None, interviewed: bool, role: str
) -> bool:
    """True for the person who was asked, and for whoever interviews somebody and may edit.

    user_id, interviewed: the respondent's. role: the actor's in the organisation.
    """
    if isinstance(answerer, Guest):
        return True
    if answerer.read_only:
        return False
    return user_id == answerer.user_id or (interviewed and allows(answerer, role, Role.EDITOR))


def require_answering(answerer: Answerer, respondent: Respondent) -> None:
    """Raises PermissionDenied unless the answerer may answer here.

    respondent: reached through `answering`.
    """
    role = getattr(respondent, "actor_role", "")
    if not may_answer(
        answerer, user_id=respondent.user_id, interviewed=respondent.interviewed, role=role
    ):
        raise PermissionDenied(_("Only the person who was asked can answer here."))


def require_speaking_for(answerer: Answerer, respondent: Respondent) -> None:
    """Raises PermissionDenied unless the answerer is the person whose data it is, or an owner, whom
    the person may ask.

    respondent: reached through `answering`.
    """
    role = getattr(respondent, "actor_role", "")
    if not may_speak_for(answerer, user_id=respondent.user_id, role=role):
        raise PermissionDenied(_("This is for the person who was asked, or an owner they ask."))


def may_see_evidence(answerer: Answerer, respondent: Respondent) -> bool:
    """Files on answers: for the person, and for editors as far as the round promises no less."""
    role = getattr(respondent, "actor_role", "")
    own = may_answer(
        answerer, user_id=respondent.user_id, interviewed=respondent.interviewed, role=role
    )
    if own or isinstance(answerer, Guest):
        return own
    shown = not respondent.assessment.disclosure.gated
    return shown and not answerer.read_only and allows(answerer, role, Role.EDITOR)


def require_seeing_evidence(answerer: Answerer, respondent: Respondent) -> None:
    """Raises PermissionDenied. respondent: reached through `answering`."""
    if not may_see_evidence(answerer, respondent):
        raise PermissionDenied(_("Single answers of this round are shown to nobody else."))


def may_speak_for(answerer: Answerer, *, user_id: uuid.UUID | None, role: str) -> bool:
    """user_id: the respondent's. role: the actor's in the organisation."""
    if isinstance(answerer, Guest):
        return True
    if answerer.read_only:
        return False
    return user_id == answerer.user_id or allows(answerer, role, Role.OWNER)


def answering(answerer: Answerer) -> QuerySet[Respondent]:
    """Respondents the answerer may know of: one for a guest, the organisation's for a member."""
    if isinstance(answerer, Guest):
        return Respondent.objects.unscoped("the one questionnaire this session holds").filter(
            pk=answerer.respondent_id, guest=answerer.hold
        )
    return respondents(answerer)


def own_respondents(actor: Actor) -> QuerySet[Respondent]:
    """Where the actor is the one who answers."""
    return respondents(actor).filter(user_id=actor.user_id)


def evidence_files(answerer: Answerer, respondent_id: uuid.UUID) -> QuerySet[EvidenceFile]:
    """Of a respondent whom the answerer may know of; who reads them is asked beside it."""
    rows = EvidenceFile.objects.unscoped("of respondents that the answerer reaches")
    return rows.filter(respondent__in=answering(answerer).filter(pk=respondent_id))


def answers(actor: Actor) -> QuerySet[Answer]:
    return Answer.objects.visible_to(actor)


def answers_in(assessment_id: uuid.UUID) -> QuerySet[Answer]:
    """Answers of a round that an own one starts from; the caller narrows them to one person."""
    return Answer.objects.unscoped("an earlier round of an assessment in hand").filter(
        respondent__assessment_id=assessment_id
    )


def analyses(actor: Actor) -> QuerySet[Analysis]:
    return Analysis.objects.visible_to(actor).select_related("assessment__organisation")


def invitations(actor: Actor) -> QuerySet[Invitation]:
    return Invitation.objects.visible_to(actor)


def newest_of_rounds(actor: Actor) -> QuerySet[Analysis]:
    """The newest analysis of each round."""
    newest = (
        Analysis.objects.unscoped("of rounds that the outer query reaches")
        .filter(assessment=OuterRef("assessment"))
        .order_by("-created_at")
    )
    return analyses(actor).filter(pk=Subquery(newest.values("pk")[:1]))


def workshops(actor: Actor) -> QuerySet[Workshop]:
    return Workshop.objects.visible_to(actor)


def latest_summary() -> Subquery:
    """The newest analysis's summary, as an annotation of assessments already reached."""
    newest = Analysis.objects.unscoped("below assessments of the actor")
    return Subquery(
        newest.filter(assessment=OuterRef("pk")).order_by("-created_at").values("summary")[:1]
    )


def latest_analysis(organisation: Organisation) -> Analysis | None:
    """The newest analysis of the newest assessment that has one, for an organisation in hand."""
    return (
        Analysis.objects.unscoped("the organisation came from the access layer")
        .filter(assessment__organisation=organisation)
        .select_related("assessment")
        .order_by("-assessment__opened_at", "-created_at")
        .first()
    )


def changes(actor: Actor) -> QuerySet[Change]:
    return Change.objects.visible_to(actor)


def change_of(actor: Actor, analysis_id: uuid.UUID) -> Change | None:
    """The newest change that led to an analysis, with the round it is measured from."""
    return comparison.shown(changes(actor).filter(later=analysis_id))
