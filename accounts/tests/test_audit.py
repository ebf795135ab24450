"""The audit log: written by services, changed and removed by nothing."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import access, audit
from accounts.models import AuditEntry
from tests.factories import AT


@pytest.fixture
def entry(organisation, owner):
    audit.record(
        organisation_id=organisation.pk, by=owner.pk, action="test", subject=organisation, at=AT
    )
    return AuditEntry.objects.get()


def test_an_entry_says_who_did_what_to_which_object_and_when(entry, organisation, owner):
    assert (entry.actor_id, entry.action, entry.at) == (owner.pk, "test", AT)
    assert (entry.subject_kind, entry.subject_id) == ("organisation", str(organisation.pk))
    assert list(access.audit_entries(organisation)) == [entry]


def test_the_code_cannot_change_or_remove_an_entry(entry):
    with pytest.raises(TypeError):
        AuditEntry.objects.update(action="other")
    with pytest.raises(TypeError):
        AuditEntry.objects.all().delete()


def test_the_database_refuses_to_change_an_entry(entry):
    entry.action = "other"

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.save()


def test_postgresql_refuses_to_remove_an_entry_too(entry):
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite the code alone refuses: tests empty tables by deleting")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.delete()


def test_an_entry_outlives_what_it_speaks_of(entry, organisation):
    organisation.delete()

    assert AuditEntry.objects.filter(organisation_id=entry.organisation_id).exists()
