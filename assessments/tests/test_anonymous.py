"""An anonymous round: it works as any other, and nobody can find out who said what, also not with
the whole database, the log and the mails in hand."""

import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from assessments import guests, inviting, leaving, pipeline, services
from assessments.errors import AssessmentError
from assessments.inviting import Invitee
from assessments.models import Answer, AnswerEvent, Assessment, Invitation, Message, Respondent
from assessments.privacy import set_privacy
from jobs.runner import run_pending
from tests.confidential_rows import answered
from tests.factories import AT, AssessmentFactory

pytestmark = pytest.mark.django_db
QUESTION = "data.quality.measure"
CAST = [Invitee(f"Person {n}", "marketing_ops", f"p{n}@example.test") for n in range(6)]


@pytest.fixture(autouse=True)
def _at_a_moment(monkeypatch, settings):
    """Each request comes an odd number of seconds after the one before."""
    settings.PUBLIC_URL = "https://mops.example"
    clock = [datetime(2026, 11, 3, 8, 17, 31, 123_457, tzinfo=UTC)]

    def tick():
        clock[0] += timedelta(minutes=7, seconds=13, microseconds=17)
        return clock[0]

    monkeypatch.setattr("django.utils.timezone.now", tick)


@pytest.fixture
def round_(organisation, framework):
    return AssessmentFactory(
        organisation=organisation, framework=framework, privacy="anonymous", minimum_group=3
    )


def invite(round_, people=CAST, *, send=False):
    return inviting.invite(assessment=round_, people=people, send=send, by=None, at=AT)


def door(round_, invitation=None, role=""):
    secret = guests.issue_link(assessment=round_, invitation=invitation, role=role, by=None, at=AT)
    return reverse("assessments:enter", args=[secret])


def begin(client, entrance):
    """As a browser does: read the page, press its button."""
    page = client.get(entrance)
    secret = re.search(r'name="secret" value="([\w-]+)"', page.text)[1]
    return client.post(entrance, {"secret": secret})


def questionnaire(reply):
    return Respondent.objects.unscoped("looking").get(
        pk=urlsplit(reply["Location"]).path.split("/")[2]
    )


def save(client, person, choice, seq=1, base=0):
    return client.post(
        reverse("assessments:save", args=[person.pk, QUESTION]),
        {"choice": choice, "client_id": "tab", "seq": seq, "base_version": base, "note": "so"},
        headers={"accept": "application/json"},
    )


def take_part(round_, invitation, level):
    """One person in a browser of their own, from the link to the end; the browser."""
    client = Client()
    person = questionnaire(begin(client, door(round_, invitation)))
    Respondent.objects.unscoped("one question").filter(pk=person.pk).update(only=[QUESTION])
    assert save(client, person, 3).status_code == 200
    assert save(client, person, level, seq=2, base=1).json()["state"] == "saved"
    sent = client.post(reverse("assessments:submit", args=[person.pk]))
    assert sent.status_code == 302
    return client, person


class TestTakingPart:
    def test_from_the_link_to_the_end_and_back_in_the_same_browser_only(self, round_):
        (invitation, *_others) = invite(round_)
        entrance = door(round_, invitation)
        client = Client()
        assert "nothing that is stored leads from them to you" in client.get(entrance).text

        person = questionnaire(begin(client, entrance))
        assert save(client, person, 4).status_code == 200

        assert (person.name, person.role, person.user) == ("", "marketing_ops", None)
        assert str(person.pk) in client.get(entrance).text
        elsewhere = Client().get(entrance)
        assert "This link has been used" in elsewhere.text
        assert str(person.pk) not in elsewhere.text
        assert save(Client(), person, 1, seq=9, base=1).status_code == 302
        stolen = Client()
        stolen.cookies["resume"] = "A" * 43
        assert save(stolen, person, 1, seq=9, base=1).status_code == 404
        assert Answer.objects.unscoped("looking").get().value == 4

    def test_a_lost_reply_and_a_second_tap_begin_the_same_questionnaire(self, round_):
        entrance = door(round_, invite(round_)[0])
        secret = guests.new_secret()

        first, second = (Client().post(entrance, {"secret": secret}) for _ in range(2))

        assert first["Location"] == second["Location"]
        assert Client().post(entrance, {"secret": guests.new_secret()}).status_code == 410
        assert Client().post(entrance, {"secret": "short"}).status_code == 200
        assert Respondent.objects.unscoped("looking").count() == 1

    def test_by_an_open_link_nobody_is_asked_for_a_name(self, round_):
        entrance = door(round_, role="sales")

        people = {questionnaire(begin(Client(), entrance)).pk for _ in range(3)}

        assert len(people) == 3
        assert set(round_.respondents.values_list("name", "role")) == {("", "sales")}

    def test_reminders_go_to_links_that_were_not_used(self, round_):
        invitations = invite(round_, send=True)
        run_pending()
        take_part(round_, invitations[0], 2)
        begin(Client(), door(round_, invitations[1]))
        mail.outbox.clear()

        count = inviting.remind(
            assessment=round_, invitations=None, by=None, at=AT + timedelta(days=3)
        )
        run_pending()

        assert count == 4
        assert {to for sent in mail.outbox for to in sent.to} == {p.email for p in CAST[2:]}
        assert "without your name" in mail.outbox[0].body

    def test_see_download_withdraw_and_erase_are_the_browsers_alone(self, round_, client, owner):
        browser, person = take_part(round_, invite(round_)[0], 5)
        address = reverse("assessments:data", args=[person.pk])
        client.force_login(owner)
        for name in ("data", "data-export", "leave", "erase", "review"):
            assert client.get(reverse(f"assessments:{name}", args=[person.pk])).status_code == 404
        assert client.get(reverse("api:respondent-list")).json()["results"] == []
        assert client.get(reverse("api:respondent-detail", args=[person.pk])).status_code == 404

        assert "not stored" in browser.get(address).text
        export = browser.get(reverse("assessments:data-export", args=[person.pk]))
        archive = io.BytesIO(b"".join(export.streaming_content))
        found = json.loads(zipfile.ZipFile(archive).read("data.json"))
        assert [row["answer"] for row in found["answers"]] == ["5"]
        assert (found["person"]["name"], found["invitation"], found["log"]) == ("", None, [])
        browser.post(reverse("assessments:erase", args=[person.pk]), {"sure": "on"})

        assert not Respondent.objects.unscoped("looking").exists()
        assert not AnswerEvent.objects.unscoped("looking").exists()
        assert browser.get(address).status_code in {302, 404}

    def test_the_lead_sees_links_used_and_a_number_and_no_person(self, round_, client, editor):
        invitations = invite(round_)
        take_part(round_, invitations[0], 2)
        client.force_login(editor)
        people = reverse("assessments:people", args=[round_.pk])

        page = client.get(people)

        assert page.text.count("link used") == 1
        assert "1 of 6 people have answered" in page.text
        person = Respondent.objects.unscoped("looking").get()
        for name in ("people", "detail", "agenda"):
            assert (
                str(person.pk)
                not in client.get(reverse(f"assessments:{name}", args=[round_.pk])).text
            )
        used = {"invitation": invitations[0].pk}
        link = client.post(reverse("assessments:link", args=[round_.pk]), used, follow=True)
        assert "a new link would not lead there" in link.text
        client.post(reverse("assessments:remove", args=[round_.pk]), used)
        client.post(
            reverse("assessments:remove", args=[round_.pk]), {"invitation": invitations[1].pk}
        )
        assert round_.invitations.count() == 5
        for name in ("link", "remove", "interview"):
            refused = client.post(
                reverse(f"assessments:{name}", args=[round_.pk]), {"respondent": person.pk}
            )
            assert refused.status_code == 404, name
        assert not round_.invitations.exclude(respondent=None).exists()


class TestThePromise:
    def test_it_is_chosen_with_the_round_and_stays(
        self, client, organisation, framework, editor, assessment
    ):
        client.force_login(editor)
        form = {"name": "Quiet", "profile": "scaling", "industry": "general", "quick": "0",
                "privacy": "anonymous", "minimum_group": "4"}  # fmt: skip
        client.post(reverse("assessments:new", args=[organisation.pk]), form)
        chosen = Assessment.objects.unscoped("looking").get(name="Quiet")
        assert (chosen.privacy, chosen.minimum_group) == ("anonymous", 4)
        invite(chosen)

        for privacy in ("identified", "confidential"):
            with pytest.raises(AssessmentError, match="start another round"):
                set_privacy(assessment=chosen, privacy=privacy, minimum_group=4, by=None, at=AT)
        set_privacy(assessment=chosen, privacy="anonymous", minimum_group=6, by=None, at=AT)
        invite(assessment)
        with pytest.raises(AssessmentError, match="start another round"):
            set_privacy(assessment=assessment, privacy="anonymous", minimum_group=5, by=None, at=AT)

    def test_nobody_is_asked_or_handed_a_question_by_name(self, round_, client, editor):
        client.force_login(editor)
        body = {"name": "Ed", "role": "it", "member": editor.pk}
        refused = client.post(reverse("assessments:ask", args=[round_.pk]), body)
        assert refused.status_code == 400
        assert not Respondent.objects.unscoped("looking").exists()

        browser = Client()
        person = questionnaire(begin(browser, door(round_, role="marketing_ops")))
        page = browser.get(reverse("assessments:question", args=[person.pk, QUESTION]))
        assert "Who would know?" not in page.text
        handed = browser.post(
            reverse("assessments:hand-over", args=[person.pk, QUESTION]),
            {"hand-name": "Ira", "hand-role": "it"},
        )
        assert handed.status_code == 400
        assert not Invitation.objects.unscoped("looking").exists()


class TestFindingOut:
    """What somebody with the whole database tries."""

    @pytest.fixture
    def answered_round(self, round_):
        """Six people, each with another answer, in the order of their names; levels by name."""
        invitations = invite(round_, send=True)
        run_pending()
        given = {}
        for number, invitation in enumerate(invitations):
            _browser, person = take_part(round_, invitation, 1 + number % 5)
            given[invitation.name] = person.pk
        return given

    def test_nothing_that_is_stored_leads_from_a_person_to_the_answers(
        self, round_, answered_round
    ):
        """One round of six people is looked at from every side; making it is what takes long."""
        self._no_row_outside_the_questionnaire_names_it_and_none_in_it_names_a_person(
            answered_round
        )
        self._times_of_answers_are_days_and_the_invitation_has_none(answered_round)
        self._keys_and_places_do_not_follow_the_order_of_answering(answered_round)
        self._the_audit_log_says_that_somebody_submitted_on_a_day(round_)

    def _no_row_outside_the_questionnaire_names_it_and_none_in_it_names_a_person(
        self, answered_round
    ):
        people = {str(pk) for pk in answered_round.values()}
        people |= {pk.replace("-", "") for pk in people}
        secrets = {
            row.digest
            for row in apps.get_model("assessments.AnswerLink").objects.unscoped("looking")
        }
        invitations = {str(row.pk) for row in Invitation.objects.unscoped("looking")}
        own = {Respondent, Answer, AnswerEvent}

        for model in apps.get_models():
            for values in model._base_manager.values():
                text = " ".join(map(str, values.values()))
                if model in own:
                    assert not any(known in text for known in invitations | secrets), model
                    assert "Person " not in text, model
                    assert "example.test" not in text, model
                else:
                    assert not any(person in text for person in people), model

    def _times_of_answers_are_days_and_the_invitation_has_none(self, _answered):
        rows = [
            *Respondent.objects.unscoped("looking").values_list("submitted_at", "guest_since"),
            *Answer.objects.unscoped("looking").values_list("saved_at"),
            *AnswerEvent.objects.unscoped("looking").values_list("at"),
        ]
        times = {moment for row in rows for moment in row if moment is not None}
        assert times
        assert {moment.time().isoformat() for moment in times} == {"00:00:00"}
        for row in Invitation.objects.unscoped("looking").values():
            assert {value for value in row.values() if isinstance(value, datetime)} <= {AT, None}
        # Nothing is written to the invitation's mails and links when somebody begins.
        assert {row.state for row in Message.objects.unscoped("looking")} == {"sent"}
        assert not any(
            row.revoked_at
            for row in apps.get_model("assessments.AnswerLink").objects.unscoped("looking")
        )

    def _keys_and_places_do_not_follow_the_order_of_answering(self, answered_round):
        """One chance in 720 each that an order drawn by lot is the one in which they came."""
        came = list(answered_round.values())
        keys = dict(Answer.objects.unscoped("looking").values_list("respondent_id", "pk"))
        events = [pk for (pk,) in AnswerEvent.objects.unscoped("looking").values_list("pk")]
        places = dict(Respondent.objects.unscoped("looking").values_list("pk", "place"))

        assert all(pk < 0 for pk in [*keys.values(), *events])
        assert len(set(keys.values())) == 6
        orders = [sorted(came, key=found.get) for found in (keys, places)]
        orders.append(sorted(came))
        assert orders != [came] * 3
        # Whole groups enter together: the first three to come are the first three let in.
        assert sorted(places[pk] for pk in came[:3]) == [1, 2, 3]

    def _the_audit_log_says_that_somebody_submitted_on_a_day(self, round_):
        entries = AuditEntry.objects.filter(subject_id=str(round_.pk)).values()
        said = [row for row in entries if row["action"] == "respondent.submitted"]

        assert len(said) == 6
        for row in said:
            assert row["at"].time().isoformat() == "00:00:00"
            assert (row["actor_id"], row["details"], row["request_id"]) == (None, {}, "")
        actions = set(AuditEntry.objects.values_list("action", flat=True))
        assert not actions & {"answer.saved", "respondent.began", "respondent.added"}

    def test_a_member_who_answers_in_the_browser_of_the_account_leaves_no_trace(
        self, round_, client, editor
    ):
        client.force_login(editor)
        before = dict(client.session.items())

        person = questionnaire(begin(client, door(round_, invite(round_)[0])))
        save(client, person, 2)

        assert dict(client.session.items()) == before
        assert not AnswerEvent.objects.unscoped("looking").exclude(by=None).exists()
        cookies = {cookie["path"] for name, cookie in client.cookies.items() if name == "resume"}
        assert cookies == {f"/respond/{person.pk}/"}

    def test_logs_and_the_next_page_learn_nothing_of_the_link(self, round_, caplog):
        entrance = door(round_, invite(round_)[0])
        client = Client()
        page = client.get(entrance)
        begin(client, entrance)

        assert page["Referrer-Policy"] == "strict-origin"
        assert entrance.split("/")[2] not in caplog.text

    def test_results_wait_for_whole_groups_and_no_two_differ_by_one_person(self, round_):
        seen = []
        for number, invitation in enumerate(invite(round_)):
            take_part(round_, invitation, 1 + number % 5)
            round_.refresh_from_db()
            seen.append({answer.respondent for answer in pipeline.load_answers(round_)})

        assert [len(people) for people in seen] == [0, 0, 3, 3, 3, 6]
        assert seen[2] == seen[3] == seen[4] < seen[5]
        (gone, *_rest) = seen[2]
        person = Respondent.objects.unscoped("looking").select_related("assessment").get(pk=gone)
        pipeline.store(pipeline.compute(round_, AT))
        leaving.withdraw(actor=guests.Guest(person.pk, person.guest), respondent=person, at=AT)
        round_.refresh_from_db()
        assert pipeline.is_held_back(round_) or len(pipeline.load_answers(round_)) == 3

    def test_invited_and_begun_make_the_share_that_answered(self, round_):
        invite(round_)
        begin(Client(), door(round_, role="sales"))

        assert pipeline.load_invited(round_) == {"marketing_ops": 6, "sales": 1}


def test_an_unnamed_round_is_walked_like_a_confidential_one(client, round_, owner):
    for number in range(4):
        person = answered(round_, "marketing_ops", 1 + number, number)
        Respondent.objects.unscoped("unnamed").filter(pk=person.pk).update(user=None, place=number)
    services.close_assessment(assessment=round_, by=None, at=AT)
    round_.refresh_from_db()
    analysis = pipeline.store(pipeline.compute(round_, AT))
    client.force_login(owner)

    body = client.get(reverse("api:analysis-detail", args=[analysis.pk])).json()

    assert body["result"]["inputs"]["respondents"] == 4
    assert any("Single answers are protected" in note for note in body["result"]["notes"])
