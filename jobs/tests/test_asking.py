"""Asking for work: once per input, with the transaction, and the broker told afterwards."""

import uuid

import pytest
from django.db import transaction

from jobs import registry
from jobs.tests.conftest import rows

pytestmark = pytest.mark.django_db


def test_asking_twice_for_the_same_input_is_one_job(handler, enqueue):
    subject = uuid.uuid4()

    first = enqueue(subject=subject)
    second = enqueue(subject=subject)

    assert first == second
    assert rows().count() == 1


def test_another_input_of_the_same_subject_is_another_job(handler, enqueue):
    subject = uuid.uuid4()

    assert enqueue(subject=subject) != enqueue(subject=subject, input_version="v2")


def test_the_broker_is_rung_after_the_commit_only(
    handler, enqueue, rung, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue()
        assert rung == []

    assert rung == [job.pk]


def test_a_job_is_rolled_back_with_the_change_that_asked_for_it(handler, enqueue):
    with transaction.atomic():
        enqueue()
        transaction.set_rollback(True)

    assert not rows().exists()


def test_finished_work_is_not_rung_for_again(
    handler, enqueue, rung, django_capture_on_commit_callbacks
):
    subject = uuid.uuid4()
    enqueue(subject=subject)
    rows().update(state="done")

    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue(subject=subject)

    assert (job.state, rung) == ("done", [])


def test_work_that_nobody_does_is_refused(enqueue):
    with pytest.raises(registry.RegistryError):
        enqueue(kind="unheard of")
