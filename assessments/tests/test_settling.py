"""Settling differences: the agenda, agreed answers, and a workshop with votes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import calibration, pipeline, workshops
from assessments.errors import AssessmentError, GoneError
from assessments.models import AgreedAnswer, Answer, Respondent, Seat, Vote, Workshop
from capabilities import catalogue
from jobs.models import JobRun
from jobs.runner import run_pending
from tests.factories import AT

pytestmark = pytest.mark.django_db
QUESTION = "data.quality.measure"


def says(assessment, name, role, value, question=QUESTION):
    person = Respondent.objects.create(
        assessment=assessment, name=name, role=role, state="submitted", submitted_at=AT
    )
    entry = catalogue.questions(assessment.framework_id)[question]
    Answer.objects.create(
        respondent=person,
        question_id=entry.id,
        kind="level",
        value=value,
        client_id="test",
        seq=1,
        saved_at=AT,
    )
    return person


@pytest.fixture
def divided(assessment):
    """Marketing operations see level 2, IT level 5."""
    for number in range(3):
        says(assessment, f"Ops {number}", "marketing_ops", 2)
    says(assessment, "Ira", "it", 5)
    return assessment


@pytest.fixture
def workshop(divided):
    return workshops.open_workshop(assessment=divided, by=None, at=AT)


def at(name, row):
    return reverse(f"assessments:{name}", args=[row.pk])


AGREED = {"question": QUESTION, "value": "3", "reason": "IT counts only CRM", "present": "Ops, IT"}


class TestAgenda:
    def test_the_two_camps_are_shown_in_the_words_of_the_question(self, client, editor, divided):
        client.force_login(editor)
        entry = catalogue.questions(divided.framework_id)[QUESTION]

        page = client.get(at("agenda", divided))

        assert "1 question to settle together" in page.text
        assert "Marketing operations" in page.text
        assert entry.options[1] in page.text
        assert entry.options[4] in page.text
        assert "Ira" not in page.text

    def test_in_a_confidential_round_no_role_and_no_small_camp_is_shown(
        self, client, editor, divided
    ):
        divided.privacy, divided.minimum_group = "confidential", 3
        divided.save()
        client.force_login(editor)

        page = client.get(at("agenda", divided))

        assert "Nothing to settle" in page.text
        assert "Marketing operations" not in page.text

    def test_a_viewer_is_refused_and_a_stranger_finds_nothing(
        self, client, viewer, outsider, divided, workshop
    ):
        for person, status in ((viewer, 403), (outsider, 404)):
            client.force_login(person)
            assert client.get(at("agenda", divided)).status_code == status
            assert client.get(at("workshop", workshop)).status_code == status
            for name in ("agree", "withdraw", "workshop-open"):
                assert client.post(at(name, divided), AGREED).status_code == status, name
            for name in ("ask", "reveal", "agree", "close"):
                assert client.post(at(f"workshop-{name}", workshop)).status_code == status, name
        assert not AgreedAnswer.objects.unscoped("looking").exists()

    def test_the_page_takes_the_same_queries_for_any_number_of_people(
        self, client, editor, divided, django_assert_max_num_queries
    ):
        client.force_login(editor)
        for number in range(20):
            says(divided, f"More {number}", "sales", 4)

        with django_assert_max_num_queries(14):
            assert client.get(at("agenda", divided)).status_code == 200


class TestAgreement:
    def test_it_stands_in_for_what_single_people_said_and_deletes_nothing(
        self, client, editor, divided
    ):
        client.force_login(editor)

        assert client.post(at("agree", divided), AGREED).status_code == 302

        said = {row.respondent: row.value for row in pipeline.load_answers(divided)}
        assert set(said.values()) == {3}
        kept = Answer.objects.unscoped("looking").values_list("value", flat=True)
        assert sorted(kept) == [2, 2, 2, 5]
        assert "Nothing to settle" in client.get(at("agenda", divided)).text
        assert "IT counts only CRM" in client.get(at("agenda", divided)).text

    def test_the_analysis_is_made_anew_and_says_what_was_agreed(self, editor, client, divided):
        client.force_login(editor)
        client.post(at("agree", divided), AGREED)
        run_pending()

        analysis = divided.analyses.get()
        assert analysis.parameters["agreed"] == [QUESTION]
        assert any("that a group agreed on" in note for note in analysis.result["notes"])

    def test_a_later_agreement_ends_the_earlier_and_withdrawing_brings_the_answers_back(
        self, client, editor, divided
    ):
        client.force_login(editor)
        client.post(at("agree", divided), AGREED)
        client.post(at("agree", divided), AGREED | {"value": "4"})

        assert pipeline.load_agreed(divided) == {QUESTION: 4}
        present = divided.agreed.get(ended_at=None)
        client.post(at("withdraw", divided), {"agreed": present.pk})
        client.post(at("withdraw", divided), {"agreed": present.pk})

        assert pipeline.load_agreed(divided) == {}
        assert AgreedAnswer.objects.unscoped("looking").count() == 2
        runs = JobRun.objects.unscoped("looking").filter(kind="analysis")
        assert runs.count() == 3

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("value", "6", "one of the five statements"),
            ("value", "", "one of the five statements"),
            ("reason", " ", "why the group agreed"),
            ("present", "", "who was there"),
            ("question", "data.no.such", "no such question"),
            ("reason", "a\x00b", "U+0000"),
        ],
    )
    def test_what_is_missing_is_named_and_nothing_is_stored(
        self, client, editor, divided, field, value, said
    ):
        client.force_login(editor)

        refused = client.post(at("agree", divided), AGREED | {field: value})

        assert refused.status_code == 400
        assert said in refused.text
        assert not AgreedAnswer.objects.unscoped("looking").exists()

    def test_another_rounds_agreement_cannot_be_withdrawn(self, client, editor, divided):
        client.force_login(editor)

        for wrong in ("nonsense", "00000000-0000-0000-0000-000000000000", ""):
            assert client.post(at("withdraw", divided), {"agreed": wrong}).status_code == 404


class TestWorkshop:
    def join(self, workshop):
        phone = Client()
        joined = phone.post(reverse("assessments:join"), {"code": workshop.code.lower()})
        assert joined.status_code == 302
        return phone

    def vote(self, phone, workshop, value):
        workshop.refresh_from_db()
        return phone.post(reverse("assessments:vote"), {"turn": workshop.turn, "value": value})

    def test_from_the_code_to_an_agreed_answer(self, client, editor, divided, workshop):
        client.force_login(editor)
        phones = [self.join(workshop) for _ in range(3)]
        entry = catalogue.questions(divided.framework_id)[QUESTION]
        seat = reverse("assessments:seat")
        assert "Wait for the first question" in phones[0].get(seat).text

        client.post(at("workshop-ask", workshop), {"question": QUESTION})
        assert entry.text in phones[0].get(seat).text
        for phone, value in zip(phones, (2, 3, 3), strict=True):
            assert self.vote(phone, workshop, value).status_code == 302
        hidden = client.get(at("workshop", workshop)).text
        assert "3 of 3 people in the room have voted" in hidden
        assert "Votes stay hidden" in hidden
        client.post(at("workshop-reveal", workshop))

        shown = client.get(at("workshop", workshop))
        assert [bar["votes"] for bar in shown.context["bars"]] == [0, 1, 2, 0, 0]
        assert "This is what the group said" in phones[0].get(seat).text
        client.post(at("workshop-agree", workshop), AGREED)
        assert pipeline.load_agreed(divided) == {QUESTION: 3}

    def test_votes_are_not_on_any_phone_before_the_reveal(self, client, editor, workshop):
        client.force_login(editor)
        one, other = self.join(workshop), self.join(workshop)
        client.post(at("workshop-ask", workshop), {"question": QUESTION})
        self.vote(one, workshop, 5)

        page = other.get(reverse("assessments:seat"))

        assert all(bar["votes"] == 0 for bar in page.context["bars"])
        assert "Votes</th>" not in page.text

    def test_a_vote_can_be_changed_until_the_reveal_and_not_after(self, client, editor, workshop):
        client.force_login(editor)
        phone = self.join(workshop)
        client.post(at("workshop-ask", workshop), {"question": QUESTION})
        self.vote(phone, workshop, 2)
        self.vote(phone, workshop, 4)
        client.post(at("workshop-reveal", workshop))

        late = self.vote(phone, workshop, 1)

        assert late.status_code == 409
        assert "votes on this question are closed" in late.text
        assert [vote.value for vote in Vote.objects.unscoped("looking")] == [4]

    def test_a_vote_for_a_question_the_group_has_left_is_refused(self, client, editor, workshop):
        client.force_login(editor)
        phone = self.join(workshop)
        client.post(at("workshop-ask", workshop), {"question": QUESTION})
        client.post(at("workshop-ask", workshop), {"question": QUESTION})

        late = phone.post(reverse("assessments:vote"), {"turn": 1, "value": 3})

        assert late.status_code == 409
        assert "gone on" in late.text

    @pytest.mark.parametrize("value", ["0", "6", "x", ""])
    def test_a_vote_that_is_no_level_is_refused(self, client, editor, workshop, value):
        client.force_login(editor)
        phone = self.join(workshop)
        client.post(at("workshop-ask", workshop), {"question": QUESTION})

        assert self.vote(phone, workshop, value).status_code == 400
        assert not Vote.objects.unscoped("looking").exists()

    def test_polling_answers_with_nothing_until_the_group_goes_on(self, client, editor, workshop):
        phone = self.join(workshop)
        seat, asking = reverse("assessments:seat"), {"hx-request": "true"}

        same = phone.get(seat, {"turn": 0, "shown": 0}, headers=asking)
        client.force_login(editor)
        client.post(at("workshop-ask", workshop), {"question": QUESTION})
        gone_on = phone.get(seat, {"turn": 0, "shown": 0}, headers=asking)

        assert same.status_code == 204
        assert gone_on.status_code == 200
        assert "<html" not in gone_on.text

    def test_a_wrong_code_and_a_workshop_that_is_over_lead_nowhere(self, client, editor, workshop):
        phone = self.join(workshop)
        client.force_login(editor)
        assert Client().post(reverse("assessments:join"), {"code": "ZZZZZZ"}).status_code == 400

        client.post(at("workshop-close", workshop))

        assert (
            Client().post(reverse("assessments:join"), {"code": workshop.code}).status_code == 400
        )
        assert phone.get(reverse("assessments:seat")).status_code == 302
        with pytest.raises(GoneError):
            workshops.ask(workshop=workshop, question_key=QUESTION)

    def test_codes_tried_in_vain_are_limited(self, workshop):
        stranger = Client()
        for _ in range(20):
            assert stranger.post(reverse("assessments:join"), {"code": "ZZZZZZ"}).status_code == 400
        assert stranger.post(reverse("assessments:join"), {"code": "ZZZZZZ"}).status_code == 429

    def test_a_round_has_one_workshop_at_a_time_and_it_can_be_full(self, divided, workshop):
        again = workshops.open_workshop(assessment=divided, by=None, at=AT + timedelta(hours=1))
        assert again == workshop
        Seat.objects.bulk_create(
            Seat(workshop=workshop, hold=f"{number:032x}", joined_at=AT)
            for number in range(workshops.MAX_SEATS)
        )

        with pytest.raises(AssessmentError, match="full"):
            workshops.join(code=workshop.code, at=timezone.now())

    def test_codes_are_read_out_without_mistakes(self, workshop):
        assert len(workshop.code) == workshops.CODE_LENGTH
        assert not set(workshop.code) & set("01OIL")
        assert Workshop.objects.unscoped("looking").count() == 1


def test_agreeing_needs_the_assessments_own_questions(divided):
    with pytest.raises(AssessmentError, match="no such question"):
        calibration.agree(
            assessment=divided,
            question_key="made.up",
            value=3,
            reason="r",
            present="p",
            by=None,
            at=AT,
        )
