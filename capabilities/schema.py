"""What each file of a content pack holds. docs/framework.md explains it to its author."""

from __future__ import annotations

import re

from capabilities.shapes import (
    Choice,
    Either,
    Flag,
    Ladder,
    Many,
    Maybe,
    Number,
    Record,
    Shape,
    Table,
    Text,
    Whole,
)

PACK_FORMAT = 1
AREA_COUNT = LEVEL_COUNT = 5
LEVEL = Whole(1, LEVEL_COUNT)
AREA_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")

SHORT = Text(200)
LINE = Text(400)
PROSE = Text(4000)
AREA_KEY = Text(40, AREA_PATTERN, "data or new_area")
WORD = Text(60, re.compile(r"[a-z0-9][a-z0-9_]*\Z"), "closed_loop")
LENS = Text(20, re.compile(r"[a-z0-9][a-z0-9_]*\Z"), "aligned")
PACK_KEY = Text(60, re.compile(r"[a-z][a-z0-9-]*\Z"), "my-framework")
CAPABILITY_KEY = Text(80, re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\Z"), "area.capability")
QUESTION_KEY = Text(
    120, re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\Z"), "area.capability.name"
)
INITIATIVE_KEY = Text(80, re.compile(r"[a-z][a-z0-9-]*\Z"), "data-clean-basics")
CAPABILITY_KEYS = Many(CAPABILITY_KEY, at_least=1)
UNITS = ("%", "days", "hours", "count", "ratio", "score", "USD thousands")


def _named(**more: Shape) -> Record:
    return Record({"key": WORD, "name": SHORT, **more})


_SCALE = Record(
    {"key": WORD, "value": Maybe(LEVEL), "label": SHORT, "scored": Flag()},
    {"needs_reason": Flag(), "lowers_confidence": Flag()},
)

FRAMEWORK = Record(
    {
        "format": Whole(PACK_FORMAT, PACK_FORMAT),
        "key": PACK_KEY,
        "version": Whole(1, 100_000),
        "name": SHORT,
        "summary": PROSE,
        "areas": Many(
            Record(
                {
                    "key": AREA_KEY,
                    "name": SHORT,
                    "colour": Text(7, re.compile(r"#[0-9A-Fa-f]{6}\Z"), "#0B63A5"),
                    "question": LINE,
                    "description": PROSE,
                }
            ),
            AREA_COUNT,
            AREA_COUNT,
        ),
        "lenses": Many(Record({"key": LENS, "name": SHORT, "question": LINE}), 1, 20),
        "stages": Many(
            _named(level=LEVEL, description=PROSE, shape=PROSE), LEVEL_COUNT, LEVEL_COUNT
        ),
        "answer_scale": Many(_SCALE, 7, 7),
        "na_reasons": Many(Record({"key": WORD, "label": SHORT}, {"needs_note": Flag()}), 1, 20),
        "respondent_roles": Many(_named(peer=Flag(), looks_at=LINE), 1, 50),
        "scoring": Table(WORD, PROSE),
        "thresholds": Record(
            {
                "disagreement_levels": Number(0.5, 4),
                "min_group_for_display": Whole(2, 50),
                "unevidenced_from_level": LEVEL,
                "benchmark_min_sample": Whole(2, 1000),
            }
        ),
        "scope": Many(_named(capabilities=CAPABILITY_KEYS)),
        "data_lifecycle": Many(_named(capability=CAPABILITY_KEY)),
        "service_practices": Many(Record({"practice": SHORT, "capability": CAPABILITY_KEY})),
        "reassessment_triggers": Many(_named(advice=LINE)),
        "short_form": Record({"rule": PROSE, "minutes": Whole(1, 600), "limit": PROSE}),
        "full_form": Record({"rule": PROSE, "minutes": Whole(1, 600)}),
        "planning": Record(
            {
                "effort_basis": PROSE,
                "size_factor": Table(WORD, Number(0.01, 100)),
                "estimate_range": Number(0, 1),
                "offer": PROSE,
                "start": PROSE,
                "apply": PROSE,
                "requires": PROSE,
                "role_fallback": PROSE,
                "proof": PROSE,
            }
        ),
    }
)

STAGES = Record(
    {
        "note": PROSE,
        "phi": Number(0.5, 1),
        "theta": Number(0.5, 1),
        "stages": Many(Record({"stage": WORD, "next_step": PROSE}), LEVEL_COUNT, LEVEL_COUNT),
    }
)

_MARK = Record({"capability": CAPABILITY_KEY, "mark": Whole(1, 2), "why": LINE})
_ADD = Record({"capability": CAPABILITY_KEY, "add": Whole(1, 2), "why": LINE})

PROFILES = Record(
    {
        "rules": Table(WORD, PROSE),
        "growth": Many(
            _named(description=PROSE, expected_stage=WORD, targets=Table(CAPABILITY_KEY, LEVEL)), 1
        ),
        "goals": Many(_named(adjust=Many(_MARK, 1)), 1),
        "industries": Many(_named(adjust=Many(_ADD)), 1),
    }
)

KPIS = Record(
    {
        "note": PROSE,
        "kpis": Many(
            _named(
                formula=LINE,
                unit=Choice(UNITS),
                direction=Choice(("up", "down")),
                source=SHORT,
                capabilities=CAPABILITY_KEYS,
                leading=Flag(),
            ),
            1,
        ),
    }
)

ROLES = Record(
    {
        "note": PROSE,
        "company_sizes": Many(_named(typical_marketers=Whole(1), profile=WORD), 1, 20),
        "ratio_guidance": Record(
            {
                "marketers_per_ops_fte": Record({"low": Number(0.01), "high": Number(0.01)}),
                "raise_when": Many(LINE),
                "lower_when": Many(LINE),
            }
        ),
        "pay_index_note": PROSE,
        "roles": Many(
            _named(
                area=AREA_KEY,
                rung=Whole(1, 20),
                needed_at=LEVEL,
                grows_into=Maybe(WORD),
                fallback=Maybe(WORD),
                pay_index=Number(0.01, 100),
                fte=Table(WORD, Number(0, 10_000)),
                purpose=LINE,
            ),
            1,
        ),
        "partner_roles": Many(_named()),
    }
)

SKILLS = Record(
    {
        "proficiency": Many(Record({"level": Whole(0, 4), "name": SHORT, "meaning": LINE}), 5, 5),
        "gap_rule": PROSE,
        "closing_choices": Many(WORD, 1),
        "skills": Many(_named(area=AREA_KEY, capabilities=CAPABILITY_KEYS, proof=LINE), 1),
        "requirements": Table(WORD, Table(WORD, Whole(1, 4))),
    }
)

_FIELD = Record(
    {"key": WORD, "type": WORD, "required": Flag()},
    {"help": LINE, "choices": Many(WORD, 1), "many": Flag()},
)
_HEALTH = Record(
    {
        "scale": SHORT,
        "parts": Many(Record({"key": WORD, "weight": Number(0, 1), "rule": LINE}), 1),
        "bands": Table(WORD, Number(0, 100)),
    }
)

INVENTORIES = Record(
    {
        "note": PROSE,
        "field_types": Many(WORD, 1),
        "inventories": Many(
            Record(
                {"key": WORD, "name": SHORT, "area": AREA_KEY, "fields": Many(_FIELD, 1)},
                {
                    "categories": Many(WORD, 1),
                    "health_score": _HEALTH,
                    "verdict_rules": Many(Record({"verdict": WORD, "rule": LINE}), 1),
                    "over_investment": PROSE,
                    "axes": Record({"rows": WORD, "columns": WORD}),
                    "team_types": Many(WORD, 1),
                },
            )
        ),
        "derived": Many(Record({"key": WORD, "inventory": WORD, "formula": LINE})),
        "signal_rule": PROSE,
        "signals": Many(
            Record(
                {
                    "capability": CAPABILITY_KEY,
                    "levels": Table(
                        LEVEL,
                        Many(
                            Record({"metric": WORD, "op": Choice((">=", "<=")), "value": Number()}),
                            1,
                        ),
                    ),
                }
            )
        ),
    }
)

_QUESTION = Record(
    {
        "key": QUESTION_KEY,
        "text": LINE,
        "lens": LENS,
        "roles": Many(WORD, 1),
        "help": LINE,
        "quick": Flag(),
        "options": Many(LINE, LEVEL_COUNT, LEVEL_COUNT),
    }
)
_CAPABILITY = Record(
    {
        "key": CAPABILITY_KEY,
        "name": SHORT,
        "definition": PROSE,
        "outcome": PROSE,
        "owner": WORD,
        "required_from": Whole(2, LEVEL_COUNT),
        "evidence": Many(LINE, 1),
        "levels": Ladder(PROSE),
        "questions": Many(_QUESTION, 1),
    }
)
AREA = Record({"area": AREA_KEY, "capabilities": Many(_CAPABILITY, 1)})

_INITIATIVE = Record(
    {
        "key": INITIATIVE_KEY,
        "name": SHORT,
        "description": PROSE,
        "raises": Many(
            Record({"capability": CAPABILITY_KEY, "from": Whole(1, 4), "to": Whole(2, 5)}), 1
        ),
        "requires": Many(
            Either(INITIATIVE_KEY, Record({"capability": CAPABILITY_KEY, "level": LEVEL}))
        ),
        "effort": Table(WORD, Number(0.01, 1000)),
        "duration_weeks": Whole(1, 520),
        "external_cost": Record({"low": Number(), "high": Number()}),
        "benefit": PROSE,
        "done_when": PROSE,
        "kpis": Many(WORD, 1),
        "risks": Many(LINE, 1),
        "quick_win": Flag(),
    }
)
INITIATIVES = Record({"area": AREA_KEY, "initiatives": Many(_INITIATIVE, 1)})

# File stem to schema, in the order of the document.
FILES: dict[str, Record] = {
    "framework": FRAMEWORK,
    "stages": STAGES,
    "profiles": PROFILES,
    "kpis": KPIS,
    "roles": ROLES,
    "skills": SKILLS,
    "inventories": INVENTORIES,
}
FOLDERS: dict[str, Record] = {"areas": AREA, "initiatives": INITIATIVES}
