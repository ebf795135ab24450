"""Open a round that whoever has its link can answer; says the link's secret and the questions."""

import json

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import Organisation
from assessments.guests import issue_link
from assessments.models import Assessment
from capabilities import catalogue

ROLE = "marketing_ops"


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("name")

    def handle(self, *, name, **options):
        at = timezone.now()
        framework = catalogue.latest_published()
        organisation, _ = Organisation.objects.unscoped("test").get_or_create(name="Asking Works")
        assessment = Assessment.objects.unscoped("test").create(
            organisation=organisation,
            framework=framework,
            name=name,
            profile="scaling",
            opened_at=at,
            quick=True,
        )
        secret = issue_link(assessment=assessment, by=None, at=at, role=ROLE)
        asked = catalogue.questions_for(framework.pk, ROLE, quick=True)
        self.stdout.write(json.dumps({"secret": secret, "questions": [q.key for q in asked]}))
