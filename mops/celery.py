"""The Celery application; every app's `tasks` module is found by itself."""

import os

from celery import Celery
from celery.signals import worker_process_init, worker_ready

from mops.lifeline import die_with

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mops.settings")

app = Celery("mops")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def _end_with_the_worker(**_: object) -> None:
    """A pool process of a killed worker would sit on its job unseen: its lease runs out instead."""
    die_with(os.getppid())()


@worker_ready.connect
def _sweep_at_once(**_: object) -> None:
    """The jobs of a worker that died are taken up by the next one as soon as it is there."""
    app.send_task("jobs.tasks.sweep", expires=60)
