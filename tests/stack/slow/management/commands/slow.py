"""Ask for slow work as a request of the product would; says the job's id and how long it took."""

import json
import time
import uuid

from celery import current_app
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import Organisation
from jobs import services


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("seconds", type=float)
        parser.add_argument("--deliver", type=int, default=1, help="how often the message comes")

    def handle(self, *, seconds, deliver, **options):
        organisation, _ = Organisation.objects.unscoped("test").get_or_create(name="Slow Works")
        started = time.monotonic()
        job = services.enqueue(
            kind="slow",
            subject=uuid.uuid4(),
            input_version=f"{seconds}-{uuid.uuid4().hex[:8]}",
            organisation_id=organisation.pk,
            by=None,
            at=timezone.now(),
        )
        took = time.monotonic() - started
        for _ in range(deliver - 1):
            current_app.send_task("jobs.tasks.run", args=[str(job.pk)])
        self.stdout.write(json.dumps({"id": str(job.pk), "took": took}))
