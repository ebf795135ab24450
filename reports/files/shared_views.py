"""What somebody sees who has a link: a page that was frozen, its charts and its files. Nothing else
of the product is reached from here, and reading changes nothing but the count of looks."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from assessments.entering import too_many
from assessments.missed import seconds_to_wait
from reports.deliverables import frozen
from reports.figures.theme import VARIANTS
from reports.files import access, pipeline, shown
from reports.files.brand_preview import colour_or
from reports.files.link_forms import PasscodeForm
from reports.files.views import file_response
from reports.services import links as link_services

if TYPE_CHECKING:
    from django.http import HttpRequest

    from reports.deliverables.document import Deliverable
    from reports.models import SharedLink

_HELD = "shared"


class WrongPasscodes(SimpleRateThrottle):
    """Passcodes tried in vain at one link, from wherever."""

    rate = "20/hour"
    scope = "wrong-passcodes"

    def __init__(self, link: SharedLink) -> None:
        super().__init__()
        self._key = str(self.cache_format % {"scope": self.scope, "ident": link.pk})
        self._most, self._seconds = self.parse_rate(self.rate)

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return self._key

    def seconds_to_wait(self) -> int:
        """Until the next try counts; 0 if it does now. Counts nothing."""
        now = self.timer()
        tried: list[float] = [
            at for at in self.cache.get(self._key, []) if at > now - (self._seconds or 0)
        ]
        if len(tried) < (self._most or 0):
            return 0
        return max(1, round((self._seconds or 0) - (now - min(tried))))


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, secret: str) -> HttpResponse:
    link = access.shared_link_of(secret)
    if link is None or not _is_shown(link):
        return _dead(request, link)
    if not _may_read(request, link):
        return _asked(request, link, secret)
    if request.method == "POST":
        return redirect("files:shared", secret)
    document = _document(link)
    if request.method == "GET":
        link_services.seen(link=link, at=timezone.now())
    with translation.override(document.brand.language):
        context = {
            "asking": link.organisation,
            "document": document,
            "sections": shown.sections(document),
            "files": list(_files(link)),
            "secret": secret,
            "link": link,
            "overtaken": access.is_overtaken(link),
        }
        return _private(render(request, "reports/shared/page.html", context))


@require_safe
def chart(request: HttpRequest, secret: str, number: int, variant: str) -> HttpResponse:
    """One chart of the frozen page, drawn from the frozen numbers when it is first looked at."""
    link = _open(request, secret)
    charts = shown.charts(_document(link))
    if number >= len(charts) or variant not in VARIANTS:
        raise Http404
    image = pipeline.shared_picture(link, number, charts[number], variant)
    response = _private(HttpResponse(image.svg, content_type="image/svg+xml"))
    # A picture opened by itself carries its own style and glyphs, and nothing that runs.
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; sandbox"
    )
    # The same address always shows the same: kept by this browser while the page is read.
    response["Cache-Control"] = "private, max-age=600"
    return response


@require_safe
def file(request: HttpRequest, secret: str, number: int) -> HttpResponse:
    """One of the files that were frozen with the page."""
    files = list(_files(_open(request, secret)))
    if number >= len(files):
        raise Http404
    return _private(file_response(files[number]))


@require_safe
def style(request: HttpRequest, secret: str) -> HttpResponse:
    """The two colours of the page. They were checked when they were chosen, and are again."""
    brand = _document(_open(request, secret)).brand
    plain = type(brand)()
    colours = (colour_or(brand.primary, plain.primary), colour_or(brand.accent, plain.accent))
    names = zip(("--brand", "--brand-second"), colours, strict=True)
    rules = " ".join(f"{name}: {colour};" for name, colour in names)
    css = f"@layer tokens {{ .shared {{ {rules} }} }}\n"
    return _private(HttpResponse(css, content_type="text/css"))


@require_safe
def logo(request: HttpRequest, secret: str) -> HttpResponse:
    found = _document(_open(request, secret)).brand.logo
    if not found:
        raise Http404
    return _private(HttpResponse(found, content_type="image/png"))


def _open(request: HttpRequest, secret: str) -> SharedLink:
    """The link of a part of the page. Raises Http404 unless the page itself would be shown."""
    link = access.shared_link_of(secret)
    if link is None or not _is_shown(link) or not _may_read(request, link):
        raise Http404
    return link


def _is_shown(link: SharedLink) -> bool:
    return bool(link.document) and link.is_open(timezone.now())


def _document(link: SharedLink) -> Deliverable:
    try:
        return frozen.thawed(link.document)
    except frozen.FrozenError as error:
        raise Http404(_("What this link showed cannot be read any more.")) from error


def _files(link: SharedLink) -> Any:
    """In an order that stays, because their place is their address."""
    return link.files.order_by("made_at", "pk")


def _may_read(request: HttpRequest, link: SharedLink) -> bool:
    return not link.passcode or str(link.pk) in request.session.get(_HELD, [])


def _asked(request: HttpRequest, link: SharedLink, secret: str) -> HttpResponse:
    """The question for the passcode. A wrong one is counted, against the link."""
    form = PasscodeForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST":
        throttle = WrongPasscodes(link)
        if seconds := throttle.seconds_to_wait():
            return _private(too_many(request, seconds))
        status = HTTPStatus.BAD_REQUEST
        if form.is_valid():
            if link_services.passes(link, form.cleaned_data["passcode"]):
                held = request.session.get(_HELD, [])
                request.session[_HELD] = [*held, str(link.pk)]
                return redirect("files:shared", secret)
            throttle.allow_request(Request(request), APIView())
            form.add_error("passcode", _("This is not the passcode of this link."))
    response = _private(
        render(request, "reports/shared/passcode.html", {"form": form}, status=status)
    )
    # Under `no-referrer` a browser names no origin, and the form would be refused.
    response["Referrer-Policy"] = "same-origin"
    return response


def _dead(request: HttpRequest, link: SharedLink | None) -> HttpResponse:
    """Unknown, mistyped, revoked and over look the same; who tries many unknown ones waits."""
    if link is None and (seconds := seconds_to_wait(request)):
        return _private(too_many(request, seconds))
    over = link is not None and link.revoked_at is None and link.expires_at <= timezone.now()
    status = HTTPStatus.GONE if over else HTTPStatus.NOT_FOUND
    return _private(render(request, "reports/shared/gone.html", status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """The secret is in the address: in no index, no cache, and told to no other site."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Cache-Control", "no-store")
    return response
