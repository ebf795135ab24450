"""Pages of frameworks. Keys have their own converters, so that what cannot be a key is a 404."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from capabilities import views


class CapabilityKeyConverter(StringConverter):
    regex = r"[a-z][a-z0-9_]{0,40}\.[a-z][a-z0-9_]{0,40}"


class InitiativeKeyConverter(StringConverter):
    regex = r"[a-z][a-z0-9-]{0,79}"


register_converter(CapabilityKeyConverter, "capability_key")
register_converter(InitiativeKeyConverter, "initiative_key")

app_name = "capabilities"
urlpatterns = [
    path("frameworks/", views.frameworks, name="frameworks"),
    path("frameworks/<uuid:framework_id>/", views.framework, name="framework"),
    path(
        "frameworks/<uuid:framework_id>/capabilities/<capability_key:key>/",
        views.capability,
        name="capability",
    ),
    path("frameworks/<uuid:framework_id>/initiatives/", views.initiatives, name="initiatives"),
    path(
        "frameworks/<uuid:framework_id>/initiatives/<initiative_key:key>/",
        views.initiative,
        name="initiative",
    ),
]
