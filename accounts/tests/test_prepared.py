"""Prepared statements: the same rows as the ORM's own, whatever stands in their slots."""

import os
import subprocess
import sys
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection
from django.db.models import F

from accounts.models import AuditEntry, Membership, Organisation, User
from accounts.prepared import PreparedInsert, PreparedSelect, Slot
from accounts.sessions import SessionStore
from tests.factories import AT, MembershipFactory

pytestmark = pytest.mark.django_db

SOMEBODY = Slot(User._meta.get_field("id"), uuid.UUID(int=1))
USER_FIELDS = ("pk", "email", "is_active", "joined_at")


def users_by_id():
    rows = User.objects.filter(pk=SOMEBODY.stands).values_list(*USER_FIELDS)
    return PreparedSelect(rows, {"id": SOMEBODY})


def session(key, data="", *, until=AT):
    return Session(session_key=key, session_data=data, expire_date=until)


def entry(**details):
    return {
        "organisation_id": None,
        "actor_id": uuid.UUID(int=7),
        "action": "x",
        "subject_kind": "user",
        "subject_id": "1",
        "details": details,
        "request_id": "",
        "at": AT,
    }


# --- inserting


def test_a_row_is_stored_as_the_orm_would_store_it(db):
    details = {"text": "naïve “quotes” %s ?", "list": [1, None, 2.5]}
    PreparedInsert(AuditEntry).add(entry(**details))
    AuditEntry(**entry(**details)).save(force_insert=True)

    ours, theirs = AuditEntry.objects.order_by("pk").values()
    assert ours.pop("id") != theirs.pop("id")
    assert ours == theirs


def test_a_statement_is_compiled_once_and_used_for_other_rows(db):
    insert = PreparedInsert(AuditEntry)
    insert.add(entry(n=1))
    compiled = insert._sql[connection.vendor]
    insert.add(entry(n=2))

    assert insert._sql == {connection.vendor: compiled}
    assert [row.details["n"] for row in AuditEntry.objects.order_by("pk")] == [1, 2]


def test_a_row_without_a_value_for_every_field_is_refused(db):
    row = entry()
    del row["actor_id"]

    with pytest.raises(KeyError, match="actor_id"):
        PreparedInsert(AuditEntry).add(row)


def again(member, role):
    """The membership once more, in another role."""
    row = {field.attname: getattr(member, field.attname) for field in Membership._meta.fields}
    return {**row, "role": role}


@pytest.fixture
def member(db):
    return MembershipFactory(role="viewer")


def roles(member):
    rows = Membership.objects.unscoped("test").filter(user=member.user)
    return list(rows.values_list("role", flat=True))


def test_without_a_mode_a_forbidden_row_is_an_error(member):
    with pytest.raises(IntegrityError):
        PreparedInsert(Membership).add(again(member, "owner"))


def test_ignore_leaves_the_row_that_is_there(member):
    assert not PreparedInsert(Membership, ignore=True).add(again(member, "owner"))

    assert roles(member) == ["viewer"]


def test_a_keyed_row_has_the_key_that_it_brings(member):
    PreparedInsert(AuditEntry, keyed=True).add({**entry(), "id": -5})

    assert AuditEntry.objects.get(pk=-5).action == "x"


# --- selecting


def test_values_are_converted_as_the_orm_converts_them(member):
    (row,) = users_by_id().fetch(id=member.user_id)

    assert row == User.objects.values_list(*USER_FIELDS).get(pk=member.user_id)
    assert isinstance(row[0], uuid.UUID)
    assert row[3].tzinfo is not None


def test_the_same_statement_serves_one_value_after_the_other(member):
    other = MembershipFactory().user
    select = users_by_id()

    found = [select.fetch(id=key) for key in (member.user_id, other.pk, uuid.uuid4())]

    assert [[row[0] for row in rows] for rows in found] == [[member.user_id], [other.pk], []]
    assert list(select._compiled) == [connection.vendor]


def test_several_slots_and_a_fixed_value_keep_their_places(member):
    organisation = Slot(Organisation._meta.get_field("id"), uuid.UUID(int=2))
    rows = Membership.objects.unscoped("test").filter(
        role="viewer", user_id=SOMEBODY.stands, organisation_id=organisation.stands
    )
    select = PreparedSelect(
        rows.annotate(address=F("user__email")).values_list("address"),
        {"organisation": organisation, "user": SOMEBODY},
    )
    here = {"user": member.user_id, "organisation": member.organisation_id}

    assert select.fetch(**here) == [(member.user.email,)]
    assert select.fetch(user=here["organisation"], organisation=here["user"]) == []


def test_text_in_a_slot_is_a_value_and_never_sql(db):
    key = Slot(Session._meta.get_field("session_key"), "stands here")
    rows = Session.objects.filter(session_key=key.stands).values_list("session_data")
    session("plain", "theirs").save()

    assert PreparedSelect(rows, {"key": key}).fetch(key="' OR 1=1 --") == []


@pytest.mark.parametrize("given", [{}, {"id": uuid.UUID(int=3), "name": "x"}, {"name": "x"}])
def test_a_missing_or_an_unknown_slot_is_an_error(db, given):
    with pytest.raises(KeyError):
        users_by_id().fetch(**given)


def test_a_slot_that_is_not_in_the_query_is_an_error(db):
    rows = User.objects.filter(is_active=True).values_list("pk")

    with pytest.raises(ValueError, match="not in the query: id"):
        PreparedSelect(rows, {"id": SOMEBODY}).fetch(id=uuid.uuid4())


# --- whose request it is


def test_a_session_is_read_until_it_expires(db):
    store = SessionStore()
    store["guest"] = {"a": "b"}
    store.save()

    assert SessionStore(store.session_key).load() == {"guest": {"a": "b"}}

    Session.objects.update(expire_date=datetime.now(UTC) - timedelta(seconds=1))
    expired = SessionStore(store.session_key)
    assert expired.load() == {}
    assert expired.session_key is None


def test_a_session_that_somebody_tampered_with_is_empty(db):
    session("k" * 32, "not signed", until=datetime.now(UTC) + timedelta(days=1)).save()

    assert SessionStore("k" * 32).load() == {}


def test_a_closed_account_is_out_with_the_next_request(client, member):
    client.force_login(member.user)
    assert client.get("/", follow=True).wsgi_request.user == member.user

    User.objects.filter(pk=member.user_id).update(is_active=False)

    assert not client.get("/", follow=True).wsgi_request.user.is_authenticated


def test_a_deleted_account_is_out_with_the_next_request(client, member):
    client.force_login(member.user)
    User.objects.filter(pk=member.user_id).delete()

    assert not client.get("/", follow=True).wsgi_request.user.is_authenticated


def test_postgresql_plans_a_statement_once_for_a_connection():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite plans each time")
    people = MembershipFactory.create_batch(4)
    select = users_by_id()

    found = [select.fetch(id=member.user_id) for member in people]

    assert [rows[0][0] for rows in found] == [member.user_id for member in people]
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_prepared_statements where statement like %s",
            ['%"accounts_user"."joined_at"%'],
        )
        assert cursor.fetchone() == (1,)


def test_a_process_without_postgresql_loads_no_driver_of_it(tmp_path):
    """Which would cost every command a fifth of a second."""
    look = "import sys, django; django.setup(); print('psycopg' in sys.modules)"
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    env |= {"DJANGO_SETTINGS_MODULE": "mops.settings", "MOPS_VAR_DIR": str(tmp_path)}

    found = subprocess.run(
        [sys.executable, "-c", look],
        cwd=settings.BASE_DIR,
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )

    assert found.stdout.strip() == "False"
