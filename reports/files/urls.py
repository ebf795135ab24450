"""Files, how they look, their words, and links to read without an account."""

from __future__ import annotations

from django.urls import path

from reports.files import (
    brand_views,
    link_views,
    narrative_views,
    shared_views,
    template_views,
    views,
)

app_name = "files"

O = "o/<uuid:organisation_id>/deliverables/"  # noqa: E741  # of an organisation

urlpatterns = [
    path(O, views.page, name="page"),
    path(O + "making/", views.making, name="making"),
    path("files/<uuid:file_id>/", views.download, name="download"),
    path(O + "brand/", brand_views.brand, name="brand"),
    path(O + "brand/logo.png", brand_views.logo, name="logo"),
    path(O + "templates/", template_views.add, name="template-add"),
    path(
        O + "templates/<uuid:template_id>/remove/",
        template_views.remove,
        name="template-remove",
    ),
    path("account/templates/", template_views.add_own, name="own-template-add"),
    path(
        "account/templates/<uuid:template_id>/remove/",
        template_views.remove_own,
        name="own-template-remove",
    ),
    path(O + "narrative/", narrative_views.page, name="narrative"),
    path(O + "links/", link_views.links, name="links"),
    path(O + "links/<uuid:link_id>/revoke/", link_views.revoke, name="link-revoke"),
    path("s/<str:secret>/", shared_views.page, name="shared"),
    path(
        "s/<str:secret>/charts/<int:number>.<slug:variant>.svg",
        shared_views.chart,
        name="shared-chart",
    ),
    path("s/<str:secret>/files/<int:number>/", shared_views.file, name="shared-file"),
    path("s/<str:secret>/look.css", shared_views.style, name="shared-style"),
    path("s/<str:secret>/logo.png", shared_views.logo, name="shared-logo"),
    path("account/brand/", brand_views.own_brand, name="own-brand"),
    path("account/brand/logo.png", brand_views.own_logo, name="own-logo"),
    path("account/brand/preview.svg", brand_views.preview, name="preview"),
]
