"""Addresses of roadmaps: scenarios, their initiatives, what is done to them."""

from __future__ import annotations

from django.urls import path

from reports import (
    own_views,
    readings_views,
    scenario_actions,
    scenario_views,
    views,
    work_actions,
)

S = "scenarios/<uuid:scenario_id>/"
ITEM = S + "items/<initiative_key:key>/"
P = "proposals/<uuid:proposal_id>/"

urlpatterns = [
    path("o/<uuid:organisation_id>/roadmap/", views.roadmap, name="roadmap"),
    path(
        "o/<uuid:organisation_id>/roadmap/items/<initiative_key:key>/",
        views.plan_item,
        name="plan-item",
    ),
    path("o/<uuid:organisation_id>/scenarios/", scenario_views.scenarios, name="scenarios"),
    path(S, scenario_views.scenario, name="scenario"),
    path(S + "limits/", scenario_actions.limits, name="scenario-limits"),
    path(S + "plan/", scenario_actions.replan, name="scenario-replan"),
    path(S + "insight/", scenario_actions.explain, name="scenario-insight"),
    path(S + "undo/", scenario_actions.undo, name="scenario-undo"),
    path(S + "proposals/", scenario_views.proposals, name="proposals"),
    path(S + "what-if/", scenario_actions.what_if, name="scenario-what-if"),
    path(S + "own/", own_views.new, name="own-new"),
    path(S + "own/<uuid:own_id>/", own_views.change, name="own-change"),
    path(S + "own/<uuid:own_id>/remove/", own_views.remove, name="own-remove"),
    path(S + "copy/", scenario_actions.copy, name="scenario-copy"),
    path(S + "current/", scenario_actions.make_current, name="scenario-current"),
    path(S + "delete/", scenario_actions.delete, name="scenario-delete"),
    path(ITEM, scenario_views.item, name="scenario-item"),
    path(ITEM + "wish/", scenario_actions.wish, name="scenario-wish"),
    path(ITEM + "withdraw/", scenario_actions.withdraw, name="scenario-withdraw"),
    path(ITEM + "work/", work_actions.save, name="scenario-work"),
    path(ITEM + "kpis/", work_actions.add_kpi, name="scenario-kpi"),
    path(ITEM + "kpis/<uuid:target_id>/readings/", work_actions.read_kpi, name="scenario-reading"),
    path(
        ITEM + "kpis/<uuid:target_id>/readings/file/", readings_views.page, name="scenario-readings"
    ),
    path(P + "accept/", scenario_actions.accept, name="proposal-accept"),
    path(P + "dismiss/", scenario_actions.dismiss, name="proposal-dismiss"),
    path(P + "mend/", scenario_actions.mend, name="proposal-mend"),
]
