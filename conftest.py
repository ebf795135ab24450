"""The cast and the stage of every web test: two organisations and people in and around them."""

from __future__ import annotations

import os

import hypothesis
import pytest
from django.conf import settings
from django.db import connection

from accounts.models import Role
from capabilities.models import Framework
from tests import chromium
from tests.factories import (
    AssessmentFactory,
    MembershipFactory,
    OrganisationFactory,
    RespondentFactory,
)
from tests.framework_rows import bundled_framework

# Pages in tests name static files plainly; the hashed names exist only after `collectstatic`.
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
# Tests of the optimiser ask for it; everywhere else a plan at once is a plan.
settings.PLAN_EFFORT = "instant"
# The product's own is made to be slow; `accounts/tests/test_sign_in.py` tests that one.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Whether an example is drawn in time says more of the machine than of the code.
hypothesis.settings.register_profile(
    "mops", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("mops")
# Playwright keeps an event loop in the thread in which a browser test makes its rows.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
# Tests answer faster than people; `assessments/tests/test_pace.py` sets what people meet.
settings.SAVES_OF_ONE_PERSON = settings.SAVES_OF_ONE_ADDRESS = 100_000
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """One more than processors: whoever has a test in a browser mostly waits."""
    return (os.cpu_count() or 1) + 1


def pytest_addoption(parser):
    parser.addoption(
        "--of-services",
        action="store_true",
        help="only what another database or broker could change: tests that use them, and of these "
        "none that drives a browser",
    )


def _is_of_services(item):
    asks = not DATABASE_FIXTURES.isdisjoint(item.fixturenames)
    uses_database = asks or any(map(item.get_closest_marker, ("django_db", "stack")))
    return uses_database and not item.get_closest_marker("browser")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    if config.getoption("of_services"):
        left_out = [item for item in items if not _is_of_services(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _is_of_services(item)]
    if chromium.executable() is None:
        reason = "no Chromium on this machine; set CHROMIUM to the path of one"
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """As it is, and at the end without sessions of threads that a browser's connection keeps: a
    PostgreSQL database in use cannot be dropped."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, live_server):
    # Asked for here so that the server outlives the browser and its open connections.
    launch = {"executable_path": chromium.executable(), "args": chromium.ARGUMENTS}
    return {**browser_type_launch_args, **launch}


@pytest.fixture
def organisation(db):
    return OrganisationFactory(name="Alder Works")


@pytest.fixture
def other_organisation(db):
    return OrganisationFactory(name="Birch Labs")


def _member(organisation, role, **fields):
    return MembershipFactory(organisation=organisation, role=role, **fields).user


@pytest.fixture
def owner(organisation):
    return _member(organisation, Role.OWNER)


@pytest.fixture
def editor(organisation):
    return _member(organisation, Role.EDITOR)


@pytest.fixture
def viewer(organisation):
    return _member(organisation, Role.VIEWER)


@pytest.fixture
def outsider(other_organisation):
    """Owner elsewhere: nothing of Alder Works exists for this person."""
    return _member(other_organisation, Role.OWNER)


@pytest.fixture
def framework(db) -> Framework:
    """The bundled content pack, published."""
    return bundled_framework()


@pytest.fixture
def assessment(organisation, framework):
    return AssessmentFactory(organisation=organisation, framework=framework)


@pytest.fixture
def respondent(assessment, editor):
    """The editor's own questionnaire, in the role that sees most questions."""
    return RespondentFactory(assessment=assessment, user=editor, role="marketing_ops")
