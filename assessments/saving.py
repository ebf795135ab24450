"""Saving one answer: the hottest path of the product, and the one that must not lose anything.

What is acknowledged is committed. The same save arriving twice is one save. A save on top of an
answer that has changed since is a visible conflict; both stay in the history.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.prepared import PreparedInsert
from assessments import access
from assessments.content import Content
from assessments.errors import AssessmentError, UnknownQuestionError
from assessments.models import Answer, AnswerEvent, Assessment, Respondent
from assessments.models.rounds import day_of
from capabilities import catalogue

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from assessments.access import Answerer
    from capabilities.catalogue import QuestionEntry

# A late save that was here before is in the history already.
_HISTORY = PreparedInsert(AnswerEvent, ignore=True)
_FIRST = PreparedInsert(Answer, ignore=True)
# In an anonymous round keys are drawn by lot: counted up, they would say who answered before whom.
_HISTORY_BY_LOT = PreparedInsert(AnswerEvent, ignore=True, keyed=True)
_FIRST_BY_LOT = PreparedInsert(Answer, ignore=True, keyed=True)


class _OvertakenError(Exception):
    """Another save was committed while this one waited for the respondent's row."""


@dataclass(frozen=True, slots=True)
class SaveKey:
    """Which tab saved, counting its saves, and on top of which version of the answer (0: none)."""

    client_id: str
    seq: int
    base_version: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save. `current` is the answer as it now stands in the database.

    conflict: somebody (another tab) saved in between; nothing was changed, both are in the history.
    """

    state: Literal["saved", "conflict"]
    current: Content | None
    version: int
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Target:
    """What a save meets: the locked respondent and the stored answer (version None: none). The
    fields are `access.SAVE_TARGET`, in its order."""

    respondent_id: uuid.UUID
    user_id: uuid.UUID | None
    role: str
    state: str
    organisation_id: uuid.UUID
    framework_id: uuid.UUID
    status: str
    privacy: str
    interviewed: bool
    only: list[str]
    held_role: str
    answer_id: int | None
    version: int | None
    client_id: str | None
    seq: int | None

    @property
    def is_anonymous(self) -> bool:
        return self.privacy == Assessment.Privacy.ANONYMOUS

    @property
    def is_final(self) -> bool:
        closed = self.status != Assessment.Status.OPEN
        return closed or self.state != Respondent.State.ANSWERING

    def is_stored(self, key: SaveKey) -> bool:
        """True if this very save made the answer as it stands."""
        return (key.client_id, key.seq) == (self.client_id, self.seq)

    def next_version(self, key: SaveKey) -> int | None:
        """The version that the save makes; None if it is late or not on top of what is stored."""
        stored = self.version or 0
        late = key.client_id == self.client_id and key.seq < (self.seq or 0)
        return None if late or key.base_version != stored else stored + 1


def save_answer(
    *,
    actor: Answerer,
    respondent_id: uuid.UUID,
    question_key: str,
    content: Content,
    key: SaveKey,
    at: datetime,
) -> Saved:
    """Save one answer; committed when this returns (in its own transaction).

    Raises Respondent.DoesNotExist outside what the answerer may know of, PermissionDenied for
    another person's questionnaire, AssessmentError once submitted or closed, UnknownQuestionError,
    and ValidationError by field on a missing or unknown reason.
    """
    while True:
        try:
            return _save(actor, respondent_id, question_key, content, key, at)
        except _OvertakenError:
            # What was stored meanwhile is seen now: this is its repetition, or a conflict with it.
            continue


@transaction.atomic
def _save(
    actor: Answerer,
    respondent_id: uuid.UUID,
    question_key: str,
    content: Content,
    key: SaveKey,
    at: datetime,
) -> Saved:
    target, question = _find(actor, respondent_id, question_key)
    content.check_reason(catalogue.na_reasons(target.framework_id))
    if target.is_stored(key):
        return _repeat(target, content)
    if target.is_final:
        raise AssessmentError(_("Your answers are submitted and final."))
    version = target.next_version(key)
    row: dict[str, Any] = {
        "respondent_id": target.respondent_id,
        "question_id": question.id,
        "client_id": key.client_id,
        "seq": key.seq,
        **content.fields(),
    }
    if target.is_anonymous:
        return _save_unnamed(target, key, version, content, {**row, "at": day_of(at)})
    event = {"base_version": key.base_version, "version": version, "by": actor.user_id, "at": at}
    _HISTORY.add({**row, **event})
    if version is None:
        return _present("conflict", target.answer_id)
    _store(target, {**row, "version": version, "saved_at": at}, _FIRST)
    audit.record(
        organisation_id=target.organisation_id,
        by=actor.user_id,
        action="answer.saved",
        subject=(Respondent, target.respondent_id),
        at=at,
        details={"question": question_key, "version": version},
    )
    return Saved("saved", content, version, at)


def _save_unnamed(
    target: _Target, key: SaveKey, version: int | None, content: Content, row: dict[str, Any]
) -> Saved:
    """As any save, without what tells one person from another: times are days, keys are drawn by
    lot, and the audit log, which would say how many saves came when, is left out."""
    at = row.pop("at")
    event = {"base_version": key.base_version, "version": version, "by": None, "at": at}
    _HISTORY_BY_LOT.add({**row, **event, "id": _lot()})
    if version is None:
        return _present("conflict", target.answer_id)
    answer = {**row, "version": version, "saved_at": at, "id": _lot()}
    _store(target, answer, _FIRST_BY_LOT)
    return Saved("saved", content, version, at)


def _lot() -> int:
    """A key that no other row has. Below zero, where the database does not count."""
    return -1 - secrets.randbits(62)


def _store(target: _Target, answer: dict[str, Any], first: PreparedInsert) -> None:
    """The answer, on top of the very one that the save was checked with, or _OvertakenError.

    PostgreSQL reads what is joined to a locked row as it was before it waited for the lock, so
    the lock alone does not show what was stored meanwhile.
    """
    if target.answer_id is None or target.version is None:
        stored = int(first.add(answer))
    else:
        names = ("version", "client_id", "seq", "saved_at", *Content.names())
        rows = Answer.objects.unscoped("the answer under a save, of a locked respondent")
        stored = rows.filter(pk=target.answer_id, version=target.version).update(
            **{name: answer[name] for name in names}
        )
    if not stored:
        raise _OvertakenError


def _find(
    actor: Answerer, respondent_id: uuid.UUID, question_key: str
) -> tuple[_Target, QuestionEntry]:
    """The target of a save, locked and the actor's own, and the question, asked of the role."""
    known = catalogue.kept_question_ids(question_key)
    target = _locked(actor, respondent_id, known)
    if not access.may_answer(
        actor, user_id=target.user_id, interviewed=target.interviewed, role=target.held_role
    ):
        raise PermissionDenied(_("Only the person who was asked can answer here."))
    question = catalogue.questions(target.framework_id).get(question_key)
    if question is None or not question.is_asked(target.role, target.only):
        raise UnknownQuestionError(_("There is no such question for you in this assessment."))
    if question.id not in known:
        # The first save in this process under this framework: only now is the question known.
        target = _locked(actor, respondent_id, frozenset({question.id}))
    return target, question


def _locked(actor: Answerer, respondent_id: uuid.UUID, question_ids: frozenset[int]) -> _Target:
    """Lock the respondent's row and read in the same query all that a save depends on.

    question_ids: those of the question in several framework versions, of which one can be met.
    """
    row = access.save_target(actor, respondent_id, question_ids)
    if row is None:
        raise Respondent.DoesNotExist
    return _Target(*row)


def _present(state: Literal["saved", "conflict"], answer_id: int | None) -> Saved:
    if answer_id is None:
        return Saved(state, None, 0, None)
    row = Answer.objects.unscoped("the answer under a save, of a locked respondent").get(
        pk=answer_id
    )
    return Saved(state, Content.of(row), row.version, row.saved_at)


def _repeat(target: _Target, content: Content) -> Saved:
    """A save that arrived before: its answer again. Another content under its key is a conflict."""
    stored = _present("saved", target.answer_id)
    return stored if stored.current == content else replace(stored, state="conflict")
