"""Asking people: who may, how many at once, by which mail, and when they are left alone."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments import calendar, guests, inviting, services
from assessments.inviting import Invitee, reminder_is_due
from assessments.models import Assessment, Invitation, Message, Respondent
from jobs.models import JobRun
from jobs.runner import run_pending
from tests.factories import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _known_address(settings):
    settings.PUBLIC_URL = "https://mops.example"


def address(name, assessment):
    return reverse(f"assessments:{name}", args=[assessment.pk])


def invite(assessment, *people, send=True, at=AT):
    return inviting.invite(assessment=assessment, people=people, send=send, by=None, at=at)


SAM = Invitee("Sam Seller", "sales", "sam@example.test")
KIM = Invitee("Kim Care", "customer_care", "kim@example.test")


class TestInviting:
    def test_a_pasted_list_is_shown_first_and_asked_on_confirmation(
        self, client, editor, assessment
    ):
        client.force_login(editor)
        lines = "Sam Seller, sales, sam@example.test\nKim Care, customer_care\n"

        shown = client.post(address("preview", assessment), {"lines": lines, "send": "on"})

        assert shown.status_code == 200
        assert "Sam Seller" in shown.text
        assert not Respondent.objects.unscoped("looking").exists()
        asked = client.post(
            address("invite", assessment), {"lines": shown.context["lines"], "send": "on"}
        )
        assert asked.status_code == 302
        assert set(assessment.respondents.values_list("name", "role")) == {
            ("Sam Seller", "sales"),
            ("Kim Care", "customer_care"),
        }

    def test_a_file_with_a_header_in_any_order_is_read(self, client, editor, assessment):
        client.force_login(editor)
        data = b"E-mail;Role;Name\nsam@example.test;Sales;Sam Seller\n"

        shown = client.post(
            address("preview", assessment), {"file": SimpleUploadedFile("people.csv", data)}
        )

        assert [person for person, _role in shown.context["people"]] == [SAM]

    @pytest.mark.parametrize(
        ("lines", "said"),
        [
            ("Sam, selling", "row 1, role"),
            ("Sam, sales, nobody", "row 1, email"),
            (", sales", "row 1, name"),
            ("Sam, sales\nsam, sales", "row 2, name"),
            ("Sam, sales, a@b.test\nKim, sales, A@b.test", "row 2, email"),
            ("Sam\x00, sales", "U+0000"),
            ("name,role\n", "nobody below the header"),
        ],
    )
    def test_every_fault_is_named_and_nobody_is_asked(
        self, client, editor, assessment, lines, said
    ):
        client.force_login(editor)

        refused = client.post(address("preview", assessment), {"lines": lines})

        assert refused.status_code == 400
        assert said in refused.text
        assert not Respondent.objects.unscoped("looking").exists()

    def test_all_or_nobody_when_one_is_known(self, client, editor, assessment):
        client.force_login(editor)
        invite(assessment, SAM, send=False)

        refused = client.post(
            address("invite", assessment), {"lines": "Kim, customer_care\nSam Seller, sales"}
        )

        assert refused.status_code == 409
        assert "Sam Seller is already asked" in refused.text
        assert assessment.respondents.count() == 1

    def test_more_than_five_hundred_at_once_are_refused(self, assessment):
        people = [Invitee(f"Person {n}", "sales") for n in range(501)]

        with pytest.raises(inviting.AssessmentError, match="500"):
            invite(assessment, *people)

    def test_a_viewer_is_refused_and_a_stranger_finds_nothing(
        self, client, viewer, outsider, assessment
    ):
        for person, status in ((viewer, 403), (outsider, 404)):
            client.force_login(person)
            assert client.get(address("people", assessment)).status_code == status
            for name in ("preview", "invite", "write", "link", "revoke", "remove"):
                assert client.post(address(name, assessment)).status_code == status, name

    @pytest.mark.parametrize("people", [1, 30])
    def test_the_page_takes_the_same_queries_for_any_number_of_people(
        self, client, editor, assessment, people, django_assert_max_num_queries
    ):
        invite(
            assessment, *[Invitee(f"P{n}", "sales", f"p{n}@example.test") for n in range(people)]
        )
        client.force_login(editor)

        with django_assert_max_num_queries(10):
            assert client.get(address("people", assessment)).status_code == 200

    def test_somebody_of_another_round_cannot_be_named(self, client, editor, assessment):
        client.force_login(editor)
        other = Assessment.objects.create(
            organisation=assessment.organisation,
            framework=assessment.framework,
            name="Other",
            profile="scaling",
            opened_at=AT,
        )
        (theirs,) = invite(other, SAM, send=False)

        for wrong in (str(theirs.pk), "nonsense", ""):
            assert (
                client.post(address("link", assessment), {"invitation": wrong}).status_code == 404
            )

    def test_somebody_asked_without_an_invitation_gets_a_link_and_a_member_none(
        self, client, editor, assessment
    ):
        client.force_login(editor)
        alone = Respondent.objects.create(assessment=assessment, name="Lee", role="it")
        member = Respondent.objects.create(assessment=assessment, name="Ed", role="it", user=editor)

        issued = client.post(address("link", assessment), {"respondent": alone.pk})
        refused = client.post(address("link", assessment), {"respondent": member.pk}, follow=True)

        assert "https://mops.example/answer/" in issued.text
        assert "Ed has an account." in refused.text
        assert assessment.links.get().invitation.respondent == alone

    def test_who_has_said_nothing_can_be_taken_back_and_who_answered_not(
        self, client, editor, assessment
    ):
        (invitation,) = invite(assessment, SAM, send=False)
        client.force_login(editor)
        person = {"respondent": invitation.respondent_id}
        Respondent.objects.unscoped("answered").update(state="submitted", submitted_at=AT)

        client.post(address("remove", assessment), person)
        assert assessment.respondents.count() == 1

        Respondent.objects.unscoped("not yet").update(state="answering", submitted_at=None)
        client.post(address("remove", assessment), person)
        assert assessment.respondents.count() == 0


class TestMail:
    def test_the_mail_leads_to_the_questions(self, client, assessment):
        invite(assessment, SAM)
        run_pending()

        (sent,) = mail.outbox
        assert sent.to == ["sam@example.test"]
        assert assessment.organisation.name in sent.subject
        link = next(line for line in sent.body.splitlines() if "/answer/" in line)
        assert link.startswith("https://mops.example/answer/")
        path = link.removeprefix("https://mops.example")
        assert client.get(path).status_code == 200
        assert Message.objects.unscoped("looking").get().state == "sent"

    def test_a_mail_asked_for_twice_is_sent_once(self, assessment):
        invite(assessment, SAM)
        run_pending()
        JobRun.objects.unscoped("again").update(state="queued")
        run_pending()

        assert len(mail.outbox) == 1

    def test_names_are_words_not_instructions(self, assessment):
        invite(assessment, Invitee("{{7*7}} %s <b>x</b>", "sales", "x@example.test"))
        run_pending()

        assert "Hello {{7*7}} %s <b>x</b>," in mail.outbox[0].body

    def test_a_server_that_is_away_is_said_and_nothing_is_lost(
        self, client, editor, assessment, monkeypatch
    ):
        def away(self):
            raise ConnectionRefusedError

        monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
        invite(assessment, SAM)
        run_pending()

        client.force_login(editor)
        assert "not delivered" in client.get(address("people", assessment)).text

    def test_who_opts_out_is_not_written_to_again_but_may_answer(self, client, assessment):
        (invitation,) = invite(assessment, SAM)
        secret = guests.issue_link(assessment=assessment, invitation=invitation, by=None, at=AT)
        stop = reverse("assessments:stop", args=[secret])

        assert client.get(stop).status_code == 200
        assert Invitation.objects.unscoped("looking").get().opted_out_at is None
        client.post(stop)
        run_pending()

        assert mail.outbox == []
        assert "no more mails" in client.get(stop).text
        assert Client().get(reverse("assessments:enter", args=[secret])).status_code == 200

    def test_reminders_go_to_who_is_missing_at_most_once_a_day(self, client, editor, assessment):
        invite(assessment, SAM, KIM, at=AT)
        assessment.respondents.filter(name="Kim Care").update(state="submitted", submitted_at=AT)

        def remind(at):
            return inviting.remind(assessment=assessment, invitations=None, by=None, at=at)

        assert remind(AT + timedelta(hours=2)) == 0
        assert remind(AT + timedelta(days=2)) == 1
        assert remind(AT + timedelta(days=2, hours=1)) == 0


class TestReminderDays:
    MONDAY = date(2026, 11, 2)

    def due_days(self, due_on=None, days=60):
        written = [self.MONDAY]
        for offset in range(1, days):
            today = self.MONDAY + timedelta(days=offset)
            if reminder_is_due(written_on=written, due_on=due_on, today=today):
                written.append(today)
        return [(day - self.MONDAY).days for day in written[1:]]

    def test_the_gaps_grow_and_then_it_ends(self):
        assert self.due_days() == [3, 8, 16, 29]

    def test_two_days_before_the_due_date_there_is_a_last_call_and_none_after(self):
        assert self.due_days(due_on=self.MONDAY + timedelta(days=12)) == [3, 8, 10]

    def test_who_was_never_invited_is_not_reminded(self):
        assert not reminder_is_due(written_on=[], due_on=None, today=self.MONDAY)


class TestCalendar:
    def planned(self, organisation, framework, **fields):
        return services.start_assessment(
            organisation=organisation,
            framework=framework,
            name="Spring",
            profile="scaling",
            industry="general",
            goals=[],
            by=None,
            at=AT,
            **fields,
        )

    def test_a_round_opens_on_its_day_where_it_is_asked_and_then_invites(
        self, organisation, framework
    ):
        # 9:00 UTC on 2 November: in Auckland the third begins two hours later.
        round_ = self.planned(
            organisation, framework, opens_on=date(2026, 11, 3), time_zone="Pacific/Auckland"
        )
        assert round_.status == "planned"
        invite(round_, SAM, send=False)

        calendar.keep(AT)
        assert Assessment.objects.unscoped("looking").get().status == "planned"
        calendar.keep(AT + timedelta(hours=2))
        calendar.keep(AT + timedelta(hours=2))

        assert Assessment.objects.unscoped("looking").get().status == "open"
        assert Message.objects.unscoped("looking").count() == 1

    def test_before_it_opens_nobody_can_begin(self, client, organisation, framework):
        round_ = self.planned(organisation, framework, opens_on=date(2026, 12, 1))
        secret = guests.issue_link(assessment=round_, role="sales", by=None, at=AT)
        door = reverse("assessments:enter", args=[secret])

        assert "opens on 1 December 2026" in client.get(door).text
        client.post(door, {"name": "Sam"})
        assert not Respondent.objects.unscoped("looking").exists()

    def test_after_the_due_date_what_has_come_in_is_analysed_once(self, organisation, framework):
        round_ = self.planned(organisation, framework, due_on=date(2026, 11, 4))

        for days in (1, 2, 3, 4):
            calendar.keep(AT + timedelta(days=days))

        runs = JobRun.objects.unscoped("looking").filter(kind="analysis", subject=round_.pk)
        assert runs.count() == 1

    def test_a_due_date_that_was_moved_is_seen_again(self, organisation, framework):
        round_ = self.planned(organisation, framework, due_on=date(2026, 11, 4))
        rows = Assessment.objects.unscoped("the lead moves it").filter(pk=round_.pk)
        runs = JobRun.objects.unscoped("looking").filter(kind="analysis", subject=round_.pk)

        calendar.keep(AT + timedelta(days=3))
        rows.update(due_on=date(2026, 11, 10))
        calendar.keep(AT + timedelta(days=4))
        assert runs.count() == 1
        calendar.keep(AT + timedelta(days=9))
        calendar.keep(AT + timedelta(days=10))

        assert runs.count() == 2

    def test_dates_in_the_wrong_order_and_places_that_are_none_are_named(
        self, client, owner, organisation, framework
    ):
        client.force_login(owner)
        data = {
            "name": "X",
            "profile": "scaling",
            "industry": "general",
            "quick": "0",
            "opens_on": "2026-12-02",
            "due_on": "2026-12-01",
            "time_zone": "Mars/Olympus",
        }

        refused = client.post(reverse("assessments:new", args=[organisation.pk]), data)

        assert refused.status_code == 400
        assert "on or after the opening date" in refused.text
        assert "Mars/Olympus is not one of the available choices" in refused.text
        assert not Assessment.objects.unscoped("looking").exists()
