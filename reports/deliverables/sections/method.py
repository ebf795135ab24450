"""How it was made, what it cannot say, and what it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports import dates
from reports.deliverables.document import Column, Depth, Fact, Facts, Points, Table, Unit
from reports.deliverables.writing import cite, fact, say, section

if TYPE_CHECKING:
    from reports.deliverables.document import Provenance, Section, Text
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
            _facts(book, provenance),
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


def _asked(book: Book) -> Facts:
    """What the result was asked for: profile, industry, goals and the weights of areas."""
    inputs, framework = book.read.result["inputs"], book.read.framework
    profile = framework.profile.get(inputs["profile"])
    industry = framework.industry.get(inputs["industry"])
    items = [
        Fact(_("Growth profile"), profile.name if profile else inputs["profile"]),
        Fact(_("Industry"), industry.name if industry else inputs["industry"]),
    ]
    for goal in inputs["goals"]:
        found = framework.goal.get(goal["key"])
        weight = book.share(f"result/inputs/goals/{goal['key']}/weight")
        name = found.name if found else goal["key"]
        items.append(fact(_("Goal: %(name)s") % {"name": name}, weight, _("of all goals")))
    weights = inputs.get("area_weights") or {}
    for area in framework.areas:
        if area.key in weights:
            share = book.share(f"result/inputs/area_weights/{area.key}")
            label = _("Weight of %(area)s") % {"area": area.name}
            items.append(fact(label, share, _("of the whole")))
    return Facts("method.asked", tuple(items), Depth.FULL)


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


def _facts(book: Book, provenance: Provenance) -> Facts:
    return Facts(
        "method.provenance",
        (
            fact(
                _("Framework"),
                provenance.framework,
                _("version %(version)s"),
                version=book.count("result/framework/version"),
            ),
            Fact(_("Engine"), provenance.engine_version),
            Fact(_("Analysed on"), dates.day(provenance.analysed_on.isoformat())),
            Fact(_("Answers"), book.count("result/inputs/answers")),
            Fact(_("People"), book.count("result/inputs/respondents")),
            Fact(_("Digest of the input"), provenance.input_digest),
        ),
        Depth.FULL,
    )
