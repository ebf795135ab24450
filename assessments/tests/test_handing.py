"""Answers through somebody else: handed over, interviewed, and confirmed from the last round."""

import pytest
from django.core import mail
from django.urls import reverse

from assessments import guests, handing, inviting, services
from assessments.inviting import Invitee
from assessments.models import Answer, AnswerEvent, Handover, Respondent
from capabilities import catalogue
from jobs.runner import run_pending
from tests.factories import AT

pytestmark = pytest.mark.django_db
QUESTION = "data.quality.measure"


@pytest.fixture
def own(assessment, editor):
    return Respondent.objects.create(
        assessment=assessment, name="Ed", role="marketing_ops", user=editor
    )


def hand(client, respondent, **fields):
    data = {"hand-name": "Ira", "hand-role": "it", "hand-email": "ira@example.test"} | fields
    return client.post(reverse("assessments:hand-over", args=[respondent.pk, QUESTION]), data)


class TestHandingOver:
    def test_a_colleague_is_asked_this_one_question_and_the_own_answer_is_dont_know(
        self, client, editor, own
    ):
        client.force_login(editor)

        assert hand(client, own).status_code == 302
        run_pending()

        ira = Respondent.objects.unscoped("looking").get(name="Ira")
        assert ira.only == [QUESTION]
        assert [entry.key for entry in services.asked_questions(ira)] == [QUESTION]
        assert own.answers.get().kind == "dk"
        assert mail.outbox[0].to == ["ira@example.test"]

    def test_an_answer_that_was_given_stays(self, client, editor, own, assessment):
        entry = catalogue.questions(assessment.framework_id)[QUESTION]
        Answer.objects.create(
            respondent=own, question_id=entry.id, kind="level", value=4,
            client_id="x", seq=1, saved_at=AT,
        )  # fmt: skip
        client.force_login(editor)

        hand(client, own)

        assert own.answers.get().value == 4

    def test_somebody_who_is_asked_it_anyway_gets_nothing_twice(
        self, client, editor, own, assessment
    ):
        Respondent.objects.create(assessment=assessment, name="Ira", role="it")
        client.force_login(editor)

        hand(client, own)
        hand(client, own)

        assert Respondent.objects.unscoped("looking").get(name="Ira").only == []
        assert Handover.objects.unscoped("looking").count() == 1

    def test_a_second_question_is_added_to_the_same_colleague(self, own, assessment):
        ira = Respondent.objects.create(
            assessment=assessment, name="Ira", role="it", only=["data.governance.owner"]
        )

        handing.hand_over(
            actor=guest_of(own), respondent=own, question_key=QUESTION,
            to=Invitee("ira", "it"), at=AT,
        )  # fmt: skip

        ira.refresh_from_db()
        assert ira.only == ["data.governance.owner", QUESTION]

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"hand-name": "ed"}, "Name somebody else"),
            ({"hand-name": ""}, "required"),
            ({"hand-role": "finance"}, "not one of the available choices"),
            ({"hand-email": "nobody"}, "valid email"),
        ],
    )
    def test_what_is_wrong_is_said_and_nobody_is_asked(self, client, editor, own, fields, said):
        client.force_login(editor)

        refused = hand(client, own, **fields)

        assert refused.status_code == 400
        assert said in refused.text
        assert Respondent.objects.unscoped("looking").count() == 1
        assert not own.answers.exists()

    def test_another_persons_question_cannot_be_handed_over(self, client, owner, outsider, own):
        client.force_login(owner)
        assert hand(client, own).status_code == 403
        client.force_login(outsider)
        assert hand(client, own).status_code == 404


def guest_of(respondent):
    guest = guests.Guest(respondent.pk, respondent.pk)
    Respondent.objects.unscoped("held").filter(pk=respondent.pk).update(guest=guest.hold)
    return guest


class TestInterview:
    def take(self, client, person):
        return client.post(
            reverse("assessments:interview", args=[person.assessment_id]),
            {"respondent": person.pk},
        )

    def save(self, client, person):
        return client.post(
            reverse("assessments:save", args=[person.pk, QUESTION]),
            {"choice": "2", "client_id": "tab", "seq": 1, "base_version": 0},
            headers={"accept": "application/json"},
        )

    def test_an_editor_enters_what_somebody_says_and_it_is_marked(self, client, editor, assessment):
        person = Respondent.objects.create(assessment=assessment, name="Lee", role="it")
        client.force_login(editor)
        assert self.save(client, person).status_code == 403

        assert self.take(client, person).status_code == 302
        assert (
            "you enter what Lee says"
            in client.get(reverse("assessments:question", args=[person.pk, QUESTION])).text
        )
        assert self.save(client, person).status_code == 200

        person.refresh_from_db()
        assert person.interviewed
        assert AnswerEvent.objects.unscoped("looking").get().by == editor.pk

    def test_in_a_confidential_round_nobody_answers_for_another(self, client, editor, assessment):
        assessment.privacy = "confidential"
        assessment.save()
        person = Respondent.objects.create(assessment=assessment, name="Lee", role="it")
        client.force_login(editor)

        self.take(client, person)

        assert self.save(client, person).status_code == 403

    def test_who_has_begun_alone_is_not_taken_over(self, client, editor, assessment):
        person = Respondent.objects.create(assessment=assessment, name="Lee", role="it")
        entry = catalogue.questions(assessment.framework_id)[QUESTION]
        Answer.objects.create(
            respondent=person, question_id=entry.id, kind="dk", client_id="x", seq=1, saved_at=AT
        )
        client.force_login(editor)

        self.take(client, person)

        person.refresh_from_db()
        assert not person.interviewed

    def test_a_viewer_may_not_interview(self, client, viewer, assessment):
        person = Respondent.objects.create(assessment=assessment, name="Lee", role="it")
        client.force_login(viewer)

        assert self.take(client, person).status_code == 403


class TestLastRound:
    @pytest.fixture
    def again(self, assessment, own):
        entry = catalogue.questions(assessment.framework_id)[QUESTION]
        Answer.objects.create(
            respondent=own, question_id=entry.id, kind="level", value=2,
            client_id="x", seq=1, saved_at=AT,
        )  # fmt: skip
        return services.start_assessment(
            organisation=assessment.organisation, framework=assessment.framework, name="Next",
            profile="scaling", industry="general", goals=[], by=None, at=AT, previous=assessment,
        )  # fmt: skip

    def test_what_was_said_is_offered_and_counts_only_once_confirmed(self, client, editor, again):
        person = Respondent.objects.create(
            assessment=again, name="Ed", role="marketing_ops", user=editor
        )
        entry = catalogue.questions(again.framework_id)[QUESTION]
        client.force_login(editor)

        page = client.get(reverse("assessments:question", args=[person.pk, QUESTION]))

        assert f"Last time you said: “{entry.options[1]}”" in page.text
        assert not person.answers.exists()
        assert QUESTION in services.open_questions(person)
        client.post(
            reverse("assessments:save", args=[person.pk, QUESTION]),
            {"choice": "2", "client_id": "tab", "seq": 1, "base_version": 0},
        )
        assert person.answers.get().value == 2

    def test_somebody_of_the_same_name_is_not_shown_it(self, again):
        namesake = Respondent.objects.create(assessment=again, name="Ed", role="marketing_ops")

        assert handing.last_answer(namesake, QUESTION) is None

    def test_who_was_invited_by_the_same_address_is(self, assessment, again):
        for round_, value in ((assessment, 5), (again, None)):
            (invitation,) = inviting.invite(
                assessment=round_, people=[Invitee("Sam", "marketing_ops", "sam@example.test")],
                send=False, by=None, at=AT,
            )  # fmt: skip
            if value:
                entry = catalogue.questions(round_.framework_id)[QUESTION]
                Answer.objects.create(
                    respondent=invitation.respondent, question_id=entry.id, kind="level",
                    value=value, client_id="x", seq=1, saved_at=AT,
                )  # fmt: skip

        assert handing.last_answer(invitation.respondent, QUESTION).value == 5

    def test_a_round_of_another_organisation_cannot_be_named(
        self, client, owner, organisation, other_organisation, framework
    ):
        theirs = services.start_assessment(
            organisation=other_organisation, framework=framework, name="Theirs",
            profile="scaling", industry="general", goals=[], by=None, at=AT,
        )  # fmt: skip
        client.force_login(owner)

        refused = client.post(
            reverse("assessments:new", args=[organisation.pk]),
            {"name": "X", "profile": "scaling", "industry": "general", "quick": "0",
             "previous": theirs.pk},
        )  # fmt: skip

        assert refused.status_code == 400
        assert "not one of the available choices" in refused.text
