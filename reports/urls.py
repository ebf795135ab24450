"""Reports: organisations and what their analyses and roadmaps say."""

from __future__ import annotations

from django.urls import path

from reports import (
    change_views,
    chart_views,
    how_views,
    method_views,
    portfolio_views,
    roadmap_urls,
    views,
)

app_name = "reports"

urlpatterns = [
    path("method/", method_views.method, name="method"),
    path("method/<slug:section>/", method_views.section, name="method-page"),
    path("organisations/", portfolio_views.portfolio, name="portfolio"),
    path("compare/", portfolio_views.side_by_side, name="side-by-side"),
    path("o/<uuid:organisation_id>/open/", portfolio_views.open_work_of, name="open"),
    path("o/<uuid:organisation_id>/", views.organisation, name="organisation"),
    path("o/<uuid:organisation_id>/gaps/", views.gaps, name="gaps"),
    path("o/<uuid:organisation_id>/gaps/<capability_key:key>/", views.gap, name="gap"),
    path("o/<uuid:organisation_id>/history/", change_views.history, name="history"),
    path("o/<uuid:organisation_id>/change/", change_views.change, name="change"),
    path("o/<uuid:organisation_id>/change/compare/", change_views.compare, name="compare"),
    *roadmap_urls.urlpatterns,
    path("analyses/<uuid:analysis_id>/how/<str:subject>/", how_views.analysis, name="how"),
    path("plans/<uuid:roadmap_id>/how/", how_views.plan, name="plan-how"),
    path(
        "charts/<uuid:analysis_id>/<slug:key>.<slug:variant>.svg", chart_views.chart, name="chart"
    ),
    path("charts/<uuid:analysis_id>/<slug:key>.json", chart_views.figure, name="figure"),
    path("charts/<uuid:analysis_id>/<slug:key>.png", chart_views.pixels, name="chart-png"),
    path("charts/<uuid:analysis_id>/<slug:key>.csv", chart_views.numbers, name="chart-csv"),
    path(
        "plans/<uuid:roadmap_id>/charts/<slug:key>.png", chart_views.pixels, name="plan-chart-png"
    ),
    path(
        "plans/<uuid:roadmap_id>/charts/<slug:key>.csv", chart_views.numbers, name="plan-chart-csv"
    ),
    path(
        "plans/<uuid:roadmap_id>/charts/<slug:key>.<slug:variant>.svg",
        chart_views.chart,
        name="plan-chart",
    ),
    path("plans/<uuid:roadmap_id>/charts/<slug:key>.json", chart_views.figure, name="plan-figure"),
]
