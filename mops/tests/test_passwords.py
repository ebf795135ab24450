"""How passwords are kept: tests hash them cheaply, the product does not."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mops import settings as product_settings
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def test_passwords_are_kept_as_argon2_and_sign_in(client, settings):
    settings.PASSWORD_HASHERS = product_settings.PASSWORD_HASHERS
    user = UserFactory(email="anna.berg@example.test")
    user.set_password(PASSWORD)
    user.save()

    assert user.password.startswith("argon2$argon2id$")
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
