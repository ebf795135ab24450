"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

from mops.demo import sign_ins

THEMES = ("light", "dark")


def site(request: HttpRequest) -> dict[str, object]:
    """`theme` is empty where the reader follows the system (static/js/theme.js sets the cookie)."""
    theme = request.COOKIES.get("theme", "")
    return {
        "demo": settings.DEMO,
        "signup_open": settings.SIGNUP_OPEN,
        "theme": theme if theme in THEMES else "",
        # Called by the one page that shows them, so that no other page reads a file for them.
        "demo_sign_ins": sign_ins.accounts,
        "demo_password": sign_ins.password,
    }
