"""Writing and sending one mail. The link in it is made now, because its secret is kept nowhere."""

from __future__ import annotations

import logging
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import guests
from assessments.models import Invitation, Message, Respondent

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

log = logging.getLogger(__name__)


def load(message_id: uuid.UUID) -> Message | None:
    """The mail, unless it was taken back meanwhile."""
    return (
        Message.objects.unscoped("the job carries only an id")
        .select_related("invitation__assessment__organisation", "invitation__respondent")
        .filter(pk=message_id)
        .first()
    )


def is_wanted(message: Message) -> bool:
    """False if it was sent, or if its reader has submitted, withdrawn or opted out since it was
    asked for."""
    invitation = message.invitation
    respondent = invitation.respondent
    return (
        message.state != Message.State.SENT
        and invitation.opted_out_at is None
        and not invitation.used
        and invitation.assessment.is_open
        and not (respondent and respondent.state != Respondent.State.ANSWERING)
    )


def compose(message: Message, secret: str) -> EmailMessage:
    invitation = message.invitation
    assessment = invitation.assessment
    link = settings.PUBLIC_URL + reverse("assessments:enter", args=[secret])
    stop = settings.PUBLIC_URL + reverse("assessments:stop", args=[secret])
    context = {
        "invitation": invitation,
        "assessment": assessment,
        "asking": assessment.organisation,
        "link": link,
        "stop": stop,
    }
    subject = {
        Message.Kind.INVITATION: _("%(organisation)s asks for your view"),
        Message.Kind.REMINDER: _("Reminder: %(organisation)s asks for your view"),
    }[Message.Kind(message.kind)]
    return EmailMessage(
        subject=subject % {"organisation": assessment.organisation.name},
        body=render_to_string(f"assessments/mail/{message.kind}.txt", context),
        to=[invitation.email],
        headers={"List-Unsubscribe": f"<{stop}>", "Auto-Submitted": "auto-generated"},
    )


def send(message: Message, at: datetime) -> tuple[str, str]:
    """The state the mail has now and, if it was not delivered, why."""
    invitation = message.invitation
    secret = guests.issue_link(
        assessment=invitation.assessment, invitation=invitation, by=None, at=at
    )
    try:
        compose(message, secret).send()
    except SMTPRecipientsRefused:
        Invitation.objects.unscoped("the mail's own").filter(pk=invitation.pk).update(bounced_at=at)
        return Message.State.FAILED, _("The address was refused.")
    except (SMTPException, OSError) as error:
        log.warning("mail %s was not sent: %s", message.pk, type(error).__name__)
        return Message.State.FAILED, _("The mail server could not be reached.")
    return Message.State.SENT, ""


def store(message: Message, state: str, error: str, at: datetime) -> None:
    Message.objects.unscoped("the job's own").filter(pk=message.pk).update(
        state=state, error=error, sent_at=at if state == Message.State.SENT else None
    )
