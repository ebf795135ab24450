"""How it was made, what it cannot say, and what it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import dates
from reports.deliverables.document import Column, Depth, Points, Table, Unit
from reports.deliverables.writing import cite, say, section

if TYPE_CHECKING:
    from reports.deliverables.document import Cell, Provenance, Section, Text
    from reports.deliverables.writing import Book


def written(book: Book, provenance: Provenance) -> Section:
    return section(
        _("Method and limits"),
        say(
            "method.message",
            _("Every figure is computed from the answers by published rules."),
        ),
        (
            *_rules(),
            _stages(book),
            None if book.protected else _who(book),
            _asked(book),
            Points("method.notes", tuple(_notes(book)), Depth.FULL),
            _made_from(book, provenance),
        ),
        Depth.FULL,
    )


def _rules() -> list[Text]:
    told = {
        "scores": _(
            "People answer only what their role can judge. A score is the mean of role means, so a"
            " large team does not outvote a small one; “I don't know” never enters a score."
        ),
        "levels": _(
            "A level is awarded where more than half of the voices see it and enough of them see"
            " the one below. A stage stands where most of what it requires stands and nothing that"
            " it requires is more than one level short."
        ),
        "ranges": _(
            "A range says how far a score could move if other people had answered in the same"
            " roles, in nineteen of twenty cases. A stage is firm if leaving out any one person"
            " would not change it, and borderline otherwise."
        ),
        "priorities": _(
            "A target follows from growth profile, industry and goals. Priority joins importance"
            " for the goals, the gap and how fast it has to close."
        ),
        "roadmap": _(
            "The roadmap chooses and orders initiatives by the gap they close, within people,"
            " money and prerequisites. It is a plan and not a forecast."
        ),
        "limits": _(
            "Answers are judgements of people and no audit. Effort, duration, cost and capacity are"
            " judgements until the organisation's own figures replace them."
        ),
    }
    return [say(f"method.{key}", text, depth=Depth.FULL) for key, text in told.items()]


def _notes(book: Book) -> list[Text]:
    return [
        cite(book, f"method.notes.{number}", f"result/notes/{number}", depth=Depth.FULL)
        for number in range(len(book.read.result["notes"]))
    ]


def _asked(book: Book) -> Table:
    """What the result was asked for: profile, industry, goals and the weights of areas."""
    inputs, framework = book.read.result["inputs"], book.read.framework
    profile = framework.profile.get(inputs["profile"])
    industry = framework.industry.get(inputs["industry"])
    rows: list[tuple[str, tuple[Cell, ...]]] = [
        ("profile", (_("Growth profile"), profile.name if profile else inputs["profile"], None)),
        ("industry", (_("Industry"), industry.name if industry else inputs["industry"], None)),
    ]
    for goal in inputs["goals"]:
        found = framework.goal.get(goal["key"])
        weight = book.share(f"result/inputs/goals/{goal['key']}/weight")
        rows.append((goal["key"], (_("Goal"), found.name if found else goal["key"], weight)))
    weights = inputs.get("area_weights") or {}
    if len(set(weights.values())) == 1:
        weights = {}  # none was asked for
    rows += [
        (area.key, (_("Area"), area.name, book.share(f"result/inputs/area_weights/{area.key}")))
        for area in framework.areas
        if area.key in weights
    ]
    return Table(
        key="asked",
        message=_("What it was asked for"),
        columns=(
            Column("what", _("Part"), None, _("Profile, industry, goal or area.")),
            Column("name", _("Choice"), None, _("As it was chosen.")),
            Column("weight", _("Weight"), Unit.SHARE, _("Of all goals, or of the whole.")),
        ),
        rows=tuple(cells for _key, cells in rows),
        keys=tuple(key for key, _cells in rows),
        order=_("Goals by their rank."),
        depth=Depth.FULL,
    )


def _who(book: Book) -> Table:
    """Who has answered, by role."""
    roles = {role.key: role for role in book.read.framework.roles}
    keys = [key for key in roles if key in book.read.result["inputs"]["roles"]]
    return Table(
        key="roles",
        message=_("Who has answered"),
        columns=(
            Column("role", _("Role"), None, _("As people were asked.")),
            Column("side", _("Side"), None, _("Marketing, or one of its peers.")),
            Column("people", _("People"), Unit.COUNT, _("Who have answered.")),
        ),
        rows=tuple(
            (
                roles[key].name,
                _("peer") if roles[key].peer else _("marketing"),
                book.count(f"result/inputs/roles/{key}"),
            )
            for key in keys
        ),
        keys=tuple(keys),
        order=_("In the order of the framework."),
        depth=Depth.FULL,
    )


def _stages(book: Book) -> Table | None:
    """What each stage means."""
    if not book.contents.stages:
        return None
    return Table(
        key="stages",
        message=_("What each stage means"),
        columns=(
            Column("level", _("Stage"), Unit.WHOLE_LEVEL, _("From one to five.")),
            Column("name", _("Name"), None, _("What it is called.")),
            Column("meaning", _("What it means"), None, _("How work goes there.")),
        ),
        rows=tuple(
            (
                book.whole_level(f"derived/stages/{stage.key}"),
                stage.name,
                book.contents.stages.get(stage.key, ""),
            )
            for stage in book.read.framework.stages
        ),
        keys=tuple(stage.key for stage in book.read.framework.stages),
        order=_("Lowest first."),
        depth=Depth.FULL,
    )


def _made_from(book: Book, provenance: Provenance) -> Text:
    """Enough to make it again, and to see that two files agree."""
    return say(
        "method.provenance",
        ngettext(
            "Made from %(answers)s answers of %(people)s person, analysed on %(day)s with"
            " “%(framework)s”, version %(version)s, by engine %(engine)s. Digest of the input:"
            " %(digest)s.",
            "Made from %(answers)s answers of %(people)s people, analysed on %(day)s with"
            " “%(framework)s”, version %(version)s, by engine %(engine)s. Digest of the input:"
            " %(digest)s.",
            provenance.respondents,
        ),
        answers=book.count("result/inputs/answers"),
        people=book.count("result/inputs/respondents"),
        day=dates.day(provenance.analysed_on.isoformat()),
        framework=provenance.framework,
        version=book.count("result/framework/version"),
        engine=provenance.engine_version,
        digest=provenance.input_digest,
        depth=Depth.FULL,
    )
