"""Everything stored about one person in one round, for that person: as values and as a ZIP."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts import access as accounts_access
from assessments import evidence
from assessments.content import Content
from assessments.noting import note
from assessments.spreadsheet_text import spreadsheet_text
from capabilities import catalogue

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from django.core.files.base import File

    from assessments.models import AnswerContent, Invitation, Respondent

ANSWER_COLUMNS = (
    "question", "text", "answer", "reason", "note", "confidence", "evidence", "version", "saved_at",
)  # fmt: skip
HISTORY_COLUMNS = (
    "question", "answer", "reason", "note", "confidence", "evidence", "version", "saved_at",
)  # fmt: skip

# So much of a file is read at a time.
PIECE = 256 * 1024


def about(respondent: Respondent) -> dict[str, Any]:
    """What is stored, in the order of the JSON file. Nobody else's data is in it: of a question
    handed over, the question and not the colleague.

    respondent: reached through `access.answering`, with its assessment and organisation.
    """
    assessment = respondent.assessment
    invitation = getattr(respondent, "invitation", None)
    return {
        "round": {
            "organisation": assessment.organisation.name,
            "name": assessment.name,
            "privacy": assessment.privacy,
            "smallest_group": assessment.minimum_group,
        },
        "person": {
            "name": respondent.name,
            "role": respondent.role,
            "state": respondent.state,
            "submitted_at": respondent.submitted_at,
            "has_account": respondent.user_id is not None,
            "interviewed": respondent.interviewed,
            "last_came_by_link_at": respondent.guest_since,
            "only_asked": list(respondent.only),
        },
        "answers": _answers(respondent),
        "history": _history(respondent),
        "files": _files(respondent),
        "invitation": _invitation(invitation) if invitation else None,
        "handed_over": _questions(respondent.handed_over.values_list("question__key", "at")),
        "taken_over": _questions(respondent.taken_over.values_list("question__key", "at")),
        "log": _log(respondent),
    }


def _answers(respondent: Respondent) -> list[dict[str, Any]]:
    texts = {
        entry.key: entry.text
        for entry in catalogue.questions(respondent.assessment.framework_id).values()
    }
    rows = respondent.answers.select_related("question").order_by("question__position")
    return [
        {
            "question": row.question.key,
            "text": texts.get(row.question.key, row.question.key),
            **_said(row),
            "version": row.version,
            "saved_at": row.saved_at,
        }
        for row in rows
    ]


def _history(respondent: Respondent) -> list[dict[str, Any]]:
    rows = respondent.events.select_related("question").order_by("at", "version", "pk")
    return [
        {
            "question": row.question.key,
            **_said(row),
            "version": row.version,
            "saved_at": row.at,
        }
        for row in rows
    ]


def _files(respondent: Respondent) -> list[dict[str, Any]]:
    """What was attached."""
    rows = respondent.evidence_files.select_related("question").order_by("at", "name")
    return [
        {"id": str(row.pk), "question": row.question.key, "name": row.name, "size": row.size,
         "attached_at": row.at}
        for row in rows
    ]  # fmt: skip


def _said(row: AnswerContent) -> dict[str, Any]:
    content = Content.of(row)
    return {
        "answer": content.choice,
        "reason": content.reason,
        "note": content.note,
        "confidence": content.confidence,
        "evidence": content.evidence,
    }


def _invitation(row: Invitation) -> dict[str, Any]:
    return {
        "name": row.name,
        "email": row.email,
        "invited_at": row.created_at,
        "wants_no_mails_since": row.opted_out_at,
        "address_refused_at": row.bounced_at,
        "links": [
            {"made_at": made, "ended_at": ended}
            for made, ended in row.links.order_by("created_at").values_list(
                "created_at", "revoked_at"
            )
        ],
        "mails": [
            {
                "kind": mail.kind,
                "number": mail.number,
                "state": mail.state,
                "asked_for_at": mail.created_at,
                "sent_at": mail.sent_at,
            }
            for mail in row.messages.all()
        ],
    }


def _questions(rows: Iterable[tuple[str, datetime]]) -> list[dict[str, Any]]:
    return [{"question": key, "at": at} for key, at in rows]


def _log(respondent: Respondent) -> list[dict[str, Any]]:
    """What the audit log says of the person; each saved answer is in the history already."""
    rows = (
        accounts_access.audit_entries(respondent.assessment.organisation)
        .filter(subject_kind="respondent", subject_id=str(respondent.pk))
        .exclude(action="answer.saved")
        .order_by("at", "pk")
    )
    return [{"action": action, "at": at} for action, at in rows.values_list("action", "at")]


@transaction.atomic
def hand_out(*, respondent: Respondent, by: uuid.UUID | None, at: datetime) -> Iterator[bytes]:
    """What `about` finds, and the files on answers, as a ZIP in pieces. That it was made is in the
    audit log, with who made it.

    The files are open when this returns: whatever is deleted after, the ZIP is whole.
    """
    note(
        assessment=respondent.assessment,
        respondent=respondent,
        action="respondent.exported",
        by=by,
        at=at,
    )
    found = {"made_at": at, **about(respondent)}
    attached: dict[str, File[bytes]] = {}
    places: dict[str, str] = {}
    for row, content in evidence.read_all(respondent=respondent, by=by, at=at):
        name = f"files/{len(attached) + 1:02d}-{row.name}"
        attached[name], places[str(row.pk)] = content, name
    # Of one whose content is lost there is only what the row says.
    found["files"] = [{**item, "in_zip": places.get(item["id"])} for item in found["files"]]
    return as_zip(found, attached)


def as_zip(found: Mapping[str, Any], attached: Mapping[str, File[bytes]]) -> Iterator[bytes]:
    """data.json with everything, answers.csv and history.csv for a spreadsheet, and what was
    attached under its names; never more of it in memory than a piece. Closes what it has read."""
    out = Pieces()
    document = json.dumps(found, ensure_ascii=False, indent=2, default=_plain)
    with ExitStack() as open_files, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for content in attached.values():
            open_files.callback(content.close)
        archive.writestr("data.json", document)
        archive.writestr("answers.csv", _csv(ANSWER_COLUMNS, found["answers"]))
        archive.writestr("history.csv", _csv(HISTORY_COLUMNS, found["history"]))
        for name, content in attached.items():
            with archive.open(zipfile.ZipInfo(name, found["made_at"].timetuple()[:6]), "w") as part:
                for piece in content.chunks(PIECE):
                    part.write(piece)
                    yield out.taken()
    yield out.taken()


class Pieces(io.RawIOBase):
    """What is written to it, to be taken away piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        found = b"".join(self._pieces)
        self._pieces.clear()
        return found


def _plain(value: Any) -> str:
    """A time; everything else in the document is JSON by itself."""
    text: str = value.isoformat()
    return text


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    # With its mark, by which spreadsheets know UTF-8.
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return spreadsheet_text(value if isinstance(value, str) else _text(value))


def _text(value: Any) -> str:
    return str(value) if isinstance(value, int) else _plain(value)
