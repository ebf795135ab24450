"""Files on answers: attached, read by those who may, taken back, and gone with the person.

The file is written first and named by a row after; it is deleted after its row. What a crash in
between leaves behind has no row, and the calendar removes it.
"""

from __future__ import annotations

import os
import uuid
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Organisation
from assessments import access
from assessments.errors import AssessmentError, UnknownQuestionError
from assessments.evidence_file import check
from assessments.models import EvidenceFile, Respondent
from capabilities import catalogue

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files.base import File
    from django.core.files.storage import Storage
    from django.db.models import QuerySet

    from assessments.access import Answerer
    from assessments.models import Assessment

MAX_FILES = 20
MAX_ORGANISATION_BYTES = 2 * 1024**3
# A file without a row that is older was left behind.
LEFT_BEHIND_AFTER = timedelta(minutes=10)


class NoRoomError(AssessmentError):
    """There are as many files as may be, or no room for this one."""


def storage() -> Storage:
    return storages["evidence"]


def attach(
    *,
    actor: Answerer,
    respondent: Respondent,
    question_key: str,
    upload: File[bytes],
    at: datetime,
) -> EvidenceFile:
    """Keep a file with an answer, stored when this returns.

    respondent: reached through `access.answering`. Raises PermissionDenied for another person's
    questionnaire, UnknownQuestionError, FileRefusedError for what the file is, NoRoomError, and
    AssessmentError once submitted or closed, in an anonymous round, or if it cannot be stored.
    """
    access.require_answering(actor, respondent)
    question = catalogue.questions(respondent.assessment.framework_id).get(question_key)
    if question is None or not question.is_asked(respondent.role, respondent.only):
        raise UnknownQuestionError(_("There is no such question for you in this assessment."))
    if respondent.assessment.is_anonymous:
        raise AssessmentError(
            _("In an anonymous round no file is taken, because files name people.")
        )
    _require_open(respondent)
    checked = check(upload)
    stored = _written(checked.content)
    try:
        return _noted(
            EvidenceFile(
                respondent=respondent,
                question_id=question.id,
                name=checked.name,
                content_type=checked.content_type,
                size=checked.size,
                stored=stored,
                by=actor.user_id,
                at=at,
            ),
            respondent.assessment,
            question_key,
        )
    except BaseException:
        storage().delete(stored)
        raise


def _require_open(respondent: Respondent) -> None:
    if not respondent.assessment.is_open or respondent.state != Respondent.State.ANSWERING:
        raise AssessmentError(_("Your answers are submitted and final."))


def _written(content: File[bytes]) -> str:
    try:
        stored = storage().save(uuid.uuid4().hex, content)
        # On disk before a row says that it is there.
        with storage().open(stored) as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise AssessmentError(_("The file could not be stored now. Try again later.")) from error
    return stored


@transaction.atomic
def _noted(row: EvidenceFile, assessment: Assessment, question_key: str) -> EvidenceFile:
    """The row of a file that is written. Counted under locks, so that two at once are not one too
    many; of the organisation's row only what does not stop others who refer to it."""
    organisations = Organisation.objects.unscoped("locked for its room")
    organisations.select_for_update(no_key=True).get(pk=assessment.organisation_id)
    people = Respondent.objects.unscoped("locked for a file").select_for_update(of=("self",))
    person = people.select_related("assessment").get(pk=row.respondent_id)
    _require_open(person)
    if person.evidence_files.count() >= MAX_FILES:
        raise NoRoomError(
            _("You have attached %(n)d files, the most there may be.") % {"n": MAX_FILES}
        )
    kept = EvidenceFile.objects.unscoped("of an organisation in hand").filter(
        respondent__assessment__organisation=assessment.organisation_id
    )
    if (kept.aggregate(size=Sum("size"))["size"] or 0) + row.size > MAX_ORGANISATION_BYTES:
        raise NoRoomError(_("There is no more room for files in this organisation."))
    row.save(force_insert=True)
    _record(row, "evidence.attached", row.by, row.at, assessment, {"question": question_key})
    return row


@transaction.atomic
def remove(*, actor: Answerer, file: EvidenceFile, at: datetime) -> None:
    """Take a file back, while answers can still be changed. file: with its respondent."""
    access.require_answering(actor, file.respondent)
    _require_open(file.respondent)
    _record(file, "evidence.removed", actor.user_id, at, file.respondent.assessment)
    forget(EvidenceFile.objects.unscoped("of a file in hand").filter(pk=file.pk))


@transaction.atomic
def read(*, actor: Answerer, file: EvidenceFile, at: datetime) -> File[bytes]:
    """The content. That somebody else than the person has read it is in the audit log.

    Raises PermissionDenied to whom the round does not show it, FileNotFoundError if it is gone.
    """
    access.require_seeing_evidence(actor, file.respondent)
    content = storage().open(file.stored)
    if actor.user_id is not None and actor.user_id != file.respondent.user_id:
        _record(file, "evidence.read", actor.user_id, at, file.respondent.assessment)
    return content


@transaction.atomic
def read_all(
    *, respondent: Respondent, by: uuid.UUID | None, at: datetime
) -> list[tuple[EvidenceFile, File[bytes]]]:
    """Every file of a person with its content, opened, oldest first; without those that are gone
    from the disk. For whoever may have all of the person's data; noted as in `read`."""
    found = []
    rows = respondent.evidence_files.select_related("question").order_by("at", "name", "pk")
    for row in rows:
        try:
            found.append((row, storage().open(row.stored)))
        except FileNotFoundError:
            continue
        if by is not None and by != respondent.user_id:
            _record(row, "evidence.read", by, at, respondent.assessment)
    return found


def forget(files: QuerySet[EvidenceFile]) -> None:
    """Delete some rows now, and their files once that is committed."""
    for stored in files.values_list("stored", flat=True):
        transaction.on_commit(partial(storage().delete, stored), robust=True)
    files.delete()


def sweep(at: datetime) -> int:
    """Remove files that no row names, such as those of rows that went with something larger. How
    many."""
    place = storage()
    if not place.exists(""):
        return 0
    _folders, names = place.listdir("")
    rows = EvidenceFile.objects.unscoped("the clock is nobody's")
    known = set(rows.filter(stored__in=names).values_list("stored", flat=True)) if names else set()
    gone = [
        name
        for name in names
        if name not in known and place.get_modified_time(name) < at - LEFT_BEHIND_AFTER
    ]
    for name in gone:
        place.delete(name)
    return len(gone)


def _record(
    file: EvidenceFile,
    action: str,
    by: uuid.UUID | None,
    at: datetime,
    assessment: Assessment,
    details: dict[str, str] | None = None,
) -> None:
    audit.record(
        organisation_id=assessment.organisation_id,
        by=by,
        action=action,
        subject=file,
        at=at,
        details=details,
    )
