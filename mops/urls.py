"""Every address of the product."""

from django.urls import include, path

from mops import health, views

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.not_found
handler500 = views.server_error

urlpatterns = [
    path("", include("assessments.urls")),  # first: see there
    path("api/v1/", include("mops.api")),
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("", views.home, name="home"),
    path("design/", views.design, name="design"),
    path("", include("accounts.urls")),
    path("", include("capabilities.urls")),
    path("account/", include("allauth.urls")),
    path("", include("jobs.urls")),
    path("", include("reports.urls")),
    path("", include("reports.files.urls")),
]
