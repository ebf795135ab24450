"""Fills a database for `bench.saving` and prints, as JSON, the requests to send.

Run as a process of its own with DJANGO_SETTINGS_MODULE set: `python -m bench.prepare mops 10`.
"""

import json
import sys

import django

USERS = 64
ASKED = 6


def cookies(user) -> str:
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    backends = getattr(settings, "AUTHENTICATION_BACKENDS", None)
    if backends:
        session["_auth_user_backend"] = backends[0]
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}; csrftoken={'a' * 32}"


def mini() -> list[dict]:
    from django.contrib.auth.models import User

    users = [User(username=f"user{n}") for n in range(USERS)]
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_create(users)
    signed_in = [cookies(user) for user in User.objects.all()]
    return [
        {"cookie": cookie, "path": f"/save/{question}/"}
        for question in range(500)
        for cookie in signed_in
    ]


def fill(first, questions: list, at) -> None:
    """Every respondent's answers like the first one's, copied by the database: tens of thousands
    of rows would otherwise take longer than the benchmark."""
    from django.db import connection

    from assessments.models import Answer

    Answer.objects.bulk_create(
        Answer(
            respondent=first, question=question, kind="level", value=3,
            client_id="bench", seq=1, saved_at=at,
        )
        for question in questions
    )  # fmt: skip
    columns = ", ".join(
        f.column for f in Answer._meta.concrete_fields if f.name not in {"id", "respondent"}
    )
    values = ", ".join(f"a.{column}" for column in columns.split(", "))
    prepared = Answer._meta.get_field("respondent").get_db_prep_value(first.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into assessments_answer (respondent_id, {columns})"
            f" select r.id, {values} from assessments_answer a, assessments_respondent r"
            " where r.id <> %s",
            [prepared],
        )


def mops(assessments: int) -> list[dict]:
    """64 people asked in the first rounds of `assessments`; the others are full of answers."""
    from datetime import UTC, datetime

    from accounts.models import Membership, Organisation, User
    from assessments.models import Assessment, Respondent
    from capabilities.models import Question
    from capabilities.pack import bundled
    from capabilities.services import load_framework, publish

    at = datetime(2026, 1, 5, tzinfo=UTC)
    framework = load_framework(pack=bundled(), by=None, at=at)
    publish(framework=framework, by=None, at=at)
    questions = [q for q in Question.objects.all() if "marketing_ops" in q.roles]
    organisation = Organisation.objects.create(name="Bench")
    rounds = Assessment.objects.bulk_create(
        Assessment(
            organisation=organisation, framework=framework, name=f"Round {n}",
            profile="scaling", opened_at=at,
        )
        for n in range(assessments)
    )  # fmt: skip
    others = Respondent.objects.bulk_create(
        Respondent(assessment=item, name="Somebody", role="marketing_ops")
        for item in rounds[ASKED:]
    )
    fill(others[0], questions, at)
    users = [User(email=f"user{n}@example.test") for n in range(USERS)]
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(
        Membership(organisation=organisation, user=user, role="editor") for user in users
    )
    people = Respondent.objects.bulk_create(
        Respondent(assessment=item, user=user, name=user.email, role="marketing_ops")
        for item in rounds[:ASKED]
        for user in users
    )
    signed_in = {user.pk: cookies(user) for user in users}
    return [
        {
            "cookie": signed_in[person.user_id],
            "path": f"/respond/{person.pk}/q/{question.key}/save/",
        }
        for question in questions
        for person in people
    ]


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    # The reference has no migrations; its table points to one that has, which must be there first.
    call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0, run_syncdb=True)
    if sys.argv[1] == "mops":
        call_command("createcachetable", verbosity=0)
        requests = mops(int(sys.argv[2]))
    else:
        requests = mini()
    json.dump(requests, sys.stdout)
