"""Rows for tests. Names are made up; every test says only what matters to it."""

from __future__ import annotations

from datetime import UTC, datetime

import factory

from accounts.models import Membership, Organisation, Role, User
from assessments.models import Analysis, Assessment, Respondent
from engine.types import ENGINE_VERSION
from roadmaps.models import Roadmap

PASSWORD = "a long enough passphrase"
AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.test")
    name = factory.Sequence(lambda n: f"Person {n}")


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.EDITOR


class AssessmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assessment

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Round {n}")
    profile = "scaling"
    opened_at = AT


class RespondentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Respondent

    assessment = factory.SubFactory(AssessmentFactory)
    name = factory.Sequence(lambda n: f"Respondent {n}")
    role = "marketing_ops"


class AnalysisFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Analysis

    assessment = factory.SubFactory(AssessmentFactory)
    input_digest = "a" * 64
    engine_version = ENGINE_VERSION
    parameters_digest = "b" * 64
    parameters = factory.Dict({})
    result = factory.Dict({})
    summary = factory.Dict({})
    created_at = AT


class RoadmapFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Roadmap

    analysis = factory.SubFactory(AnalysisFactory)
    name = "Roadmap"
    engine_version = ENGINE_VERSION
    parameters_digest = "c" * 64
    parameters = factory.Dict({})
    result = factory.Dict({})
    created_at = AT
