"""What can be wrong with a pack whose form is right: where, the wrong value, the fault it gives."""

from __future__ import annotations

from typing import Any

CASES: dict[str, tuple[str, Any, str]] = {
    "area key twice": (
        "framework/na_reasons/1/key",
        "out_of_scope",
        (
            "framework.yaml: na_reasons[1].key: na_reasons 'out_of_scope' is there already, in"
            " framework.yaml at na_reasons[0].key"
        ),
    ),
    "stage levels": (
        "framework/stages/1/level",
        1,
        "framework.yaml: stages: expected the levels 1 to 5 in order",
    ),
    "answer scale": (
        "framework/answer_scale/6/key",
        "maybe",
        "framework.yaml: answer_scale: expected the keys 1, 2, 3, 4, 5, na, dk",
    ),
    "stage order": (
        "stages/stages/0/stage",
        "adaptive",
        "stages.yaml: stages: expected the stages of framework.yaml in order",
    ),
    "scope reference": (
        "framework/scope/0/capabilities/0",
        "data.other",
        "framework.yaml: scope[0].capabilities: unknown capability data.other",
    ),
    "scope cover": (
        "framework/scope/0/capabilities",
        ["analytics.reporting", "analytics.closed_loop", "analytics.benchmark"],
        "framework.yaml: scope: does not cover analytics.metrics",
    ),
    "lifecycle": (
        "framework/data_lifecycle/2/capability",
        "data.other",
        "framework.yaml: data_lifecycle[2].capability: unknown capability data.other",
    ),
    "file of another area": (
        "areas/process/area",
        "people",
        "areas/process.yaml: area: expected process, found people",
    ),
    "owner": (
        "areas/process/capabilities/0/owner",
        "nobody",
        "areas/process.yaml: capabilities[0].owner: unknown role nobody",
    ),
    "level text twice": (
        "areas/process/capabilities/0/levels",
        ["a", "b", "c", "d", "a"],
        (
            "areas/process.yaml: capabilities[0].levels.5: level text 'a' is there already, in"
            " areas/process.yaml at capabilities[0].levels.1"
        ),
    ),
    "question prefix": (
        "areas/process/capabilities/0/questions/1/key",
        "process.campaign.improvement",
        (
            "areas/process.yaml: capabilities[0].questions[1].key: process.campaign.improvement"
            " does not begin with process.documentation."
        ),
    ),
    "question mark": (
        "areas/process/capabilities/0/questions/1/text",
        "Tell us.",
        "areas/process.yaml: capabilities[0].questions[1].text: does not end with a question mark",
    ),
    "lens": (
        "areas/process/capabilities/0/questions/1/lens",
        "other",
        "areas/process.yaml: capabilities[0].questions[1].lens: unknown lens other",
    ),
    "asked role": (
        "areas/process/capabilities/0/questions/1/roles/0",
        "owner",
        "areas/process.yaml: capabilities[0].questions[1].roles: unknown respondent role owner",
    ),
    "option twice": (
        "areas/process/capabilities/0/questions/1/options/4",
        "It is not shown",
        (
            "areas/process.yaml: capabilities[0].questions[1].options[4]: option 'It is not shown'"
            " is there already, in areas/process.yaml at capabilities[0].questions[1].options[0]"
        ),
    ),
    "expected stage unknown": (
        "profiles/growth/0/expected_stage",
        "other",
        "profiles.yaml: growth[0].expected_stage: unknown stage other",
    ),
    "expected stage not reached": (
        "profiles/growth/0/expected_stage",
        "integrated",
        "profiles.yaml: growth[0].expected_stage: the targets reach foundational",
    ),
    "targets fall": (
        "profiles/growth/1/targets/data.protection",
        2,
        "profiles.yaml: growth[1].targets.data.protection: 2 is below the 3 of early",
    ),
    "goal reference": (
        "profiles/goals/0/adjust/0/capability",
        "people.other",
        "profiles.yaml: goals[0].adjust[0].capability: unknown capability people.other",
    ),
    "goal twice": (
        "profiles/goals/0/adjust/1/capability",
        "people.coverage",
        (
            "profiles.yaml: goals[0].adjust[1].capability: capability 'people.coverage' is there"
            " already, in profiles.yaml at goals[0].adjust[0].capability"
        ),
    ),
    "industry reference": (
        "profiles/industries/1/adjust/0/capability",
        "people.other",
        "profiles.yaml: industries[1].adjust[0].capability: unknown capability people.other",
    ),
    "kpi reference": (
        "kpis/kpis/0/capabilities/1",
        "data.other",
        "kpis.yaml: kpis[0].capabilities: unknown capability data.other",
    ),
    "role area": ("roles/roles/0/area", "sales", "roles.yaml: roles[0].area: unknown area sales"),
    "role fte": (
        "roles/roles/0/fte",
        {"small": 0.5, "mid": 1.0, "large": 1.5},
        "roles.yaml: roles[0].fte: nothing for global",
    ),
    "role fte falls": (
        "roles/roles/0/fte/global",
        1.0,
        "roles.yaml: roles[0].fte: falls although the organisation grows",
    ),
    "fallback unknown": (
        "roles/roles/0/fallback",
        "nobody",
        "roles.yaml: roles[0].fallback: unknown role nobody",
    ),
    "size profile": (
        "roles/company_sizes/0/profile",
        "late",
        "roles.yaml: company_sizes[0].profile: unknown growth profile late",
    ),
    "size ratio": (
        "roles/company_sizes/0/typical_marketers",
        900,
        (
            "roles.yaml: company_sizes[0].typical_marketers: 1.75 full-time equivalents are outside"
            " ratio_guidance"
        ),
    ),
    "size factor": (
        "framework/planning/size_factor",
        {"small": 0.6, "mid": 1.0, "large": 1.8},
        (
            "roles.yaml: company_sizes[3].key: no size factor in framework.yaml at"
            " planning.size_factor"
        ),
    ),
    "skill reference": (
        "skills/skills/1/capabilities/0",
        "data.other",
        "skills.yaml: skills[1].capabilities: unknown capability data.other",
    ),
    "proficiency": (
        "skills/proficiency/0/level",
        1,
        "skills.yaml: proficiency: expected the levels 0 to 4 in order",
    ),
    "requirement role": (
        "skills/requirements/nobody",
        {"data_quality": 1},
        "skills.yaml: requirements: unknown role nobody",
    ),
    "requirement skill": (
        "skills/requirements/data_admin/juggling",
        3,
        "skills.yaml: requirements.data_admin: unknown skill juggling",
    ),
    "inventory area": (
        "inventories/inventories/0/area",
        "sales",
        "inventories.yaml: inventories[0].area: unknown area sales",
    ),
    "field type": (
        "inventories/inventories/0/fields/0/type",
        "song",
        "inventories.yaml: inventories[0].fields[0].type: unknown field type song",
    ),
    "field choices": (
        "inventories/inventories/0/fields/0/type",
        "choice",
        "inventories.yaml: inventories[0].fields[0].choices: missing",
    ),
    "health weights": (
        "inventories/inventories/0/health_score/parts/0/weight",
        0.5,
        "inventories.yaml: inventories[0].health_score.parts: the weights add up to 1.25, not to 1",
    ),
    "derived inventory": (
        "inventories/derived/0/inventory",
        "songs",
        "inventories.yaml: derived[0].inventory: unknown inventory songs",
    ),
    "metric twice": (
        "inventories/derived/0/key",
        "duplicate_rate",
        (
            "inventories.yaml: derived[0].key: metric 'duplicate_rate' is there already, in"
            " kpis.yaml at kpis[5].key"
        ),
    ),
    "signal metric": (
        "inventories/signals/0/levels/2/0/metric",
        "songs",
        "inventories.yaml: signals[0].levels.2[0].metric: unknown metric songs",
    ),
    "signal capability": (
        "inventories/signals/0/capability",
        "technology.other",
        "inventories.yaml: signals[0].capability: unknown capability technology.other",
    ),
    "two levels in one step": (
        "initiatives/process/initiatives/0/raises/0/to",
        3,
        "initiatives/process.yaml: initiatives[0].raises[0]: a step from 1 to 3 is not one level",
    ),
    "raised twice": (
        "initiatives/process/initiatives/0/raises/1/capability",
        "process.documentation",
        (
            "initiatives/process.yaml: initiatives[0].raises[1].capability: capability"
            " 'process.documentation' is there already, in initiatives/process.yaml at"
            " initiatives[0].raises[0].capability"
        ),
    ),
    "raises elsewhere": (
        "initiatives/process/initiatives/1/raises/0/capability",
        "data.quality",
        "initiatives/process.yaml: initiatives[1].raises: nothing in the area process",
    ),
    "step without initiative": (
        "initiatives/process/initiatives/1/raises/0/capability",
        "data.quality",
        "initiatives/process.yaml: initiatives: nothing raises process.leads from 1 to 2",
    ),
    "requires unknown": (
        "initiatives/process/initiatives/0/requires",
        ["proc-nothing"],
        "initiatives/process.yaml: initiatives[0].requires[0]: unknown initiative proc-nothing",
    ),
    "requires unknown level": (
        "initiatives/process/initiatives/0/requires",
        [{"capability": "data.other", "level": 2}],
        (
            "initiatives/process.yaml: initiatives[0].requires[0].capability: unknown capability"
            " data.other"
        ),
    ),
    "circle": (
        "initiatives/process/initiatives/0/requires",
        ["proc-register-and-measure"],
        "requires: goes round in a circle:",
    ),
    "circle over levels": (
        "initiatives/process/initiatives/0/requires",
        [{"capability": "process.documentation", "level": 3}],
        "requires: goes round in a circle:",
    ),
    "effort role": (
        "initiatives/process/initiatives/0/effort",
        {"nobody": 1.0},
        "initiatives/process.yaml: initiatives[0].effort: unknown role nobody",
    ),
    "no effort": (
        "initiatives/process/initiatives/0/effort",
        {},
        "initiatives/process.yaml: initiatives[0].effort: nobody does the work",
    ),
    "effort does not fit": (
        "initiatives/process/initiatives/0/effort/ops_manager",
        5.5,
        (
            "initiatives/process.yaml: initiatives[0].effort.ops_manager: 5.5 person-weeks do"
            " not fit 5 weeks"
        ),
    ),
    "cost turned": (
        "initiatives/process/initiatives/0/external_cost/low",
        9.0,
        "initiatives/process.yaml: initiatives[0].external_cost: low is above high",
    ),
    "kpi of initiative": (
        "initiatives/process/initiatives/0/kpis/0",
        "luck",
        "initiatives/process.yaml: initiatives[0].kpis: unknown KPI luck",
    ),
    "quick win too long": (
        "initiatives/process/initiatives/0/duration_weeks",
        9,
        "initiatives/process.yaml: initiatives[0].quick_win: 9 weeks are more than a quick win's 8",
    ),
    "quick win too dear": (
        "initiatives/process/initiatives/0/external_cost/high",
        26.0,
        (
            "initiatives/process.yaml: initiatives[0].quick_win: 26 thousand dollars are more than"
            " a quick win's 25"
        ),
    ),
}
