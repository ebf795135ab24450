"""From answers in hand to the whole result document, with no database anywhere near."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine import roadmap as planner
from engine.analysis import analyse
from engine.change import change
from engine.disclosure import Rule
from engine.question_spread import spreads
from reports.deliverables import tables
from reports.deliverables.assemble import About, assemble
from reports.deliverables.contents import contents
from reports.deliverables.document import Brand
from reports.deliverables.formats import FORMATS, Options
from reports.frames import Source
from reports.result_files import Document, json_files, result_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from engine.types import AnalysisParameters, Answer, Framework, PlanParameters
    from reports.deliverables.document import Deliverable

# What can be written: the result itself, its tables, and every single file that is made for people.
FILES = tuple(
    dict.fromkeys(
        ["json", "csv", *(item.extension for item in FORMATS.values() if item.extension != "zip")]
    )
)


def assess(
    framework: Framework,
    answers: Sequence[Answer],
    parameters: AnalysisParameters,
    limits: PlanParameters,
    step: Callable[[str], None],
) -> Document:
    """The document of docs/result.schema.json. step: told what is being done, before it is.

    Raises the engine's errors (ValueError) for parameters that it cannot work with.
    """
    step("scoring the answers")
    analysis = analyse(framework, answers, parameters)
    step("planning the roadmap")
    plan = planner.roadmap(framework, analysis, limits)
    return result_document(
        analysis, plan, planner.notes(framework, analysis, limits, plan["roadmap"])
    )


def compare(
    framework: Framework,
    earlier: Sequence[Answer],
    later: Sequence[Answer],
    parameters: AnalysisParameters,
) -> Document:
    """The document of docs/change.schema.json of two rounds with the same settings. A person who
    answered both has the same name in both. Raises the engine's errors (ValueError)."""
    return change((framework, earlier, parameters), (framework, later, parameters))


def deliverable(
    framework: Framework,
    content: Mapping[str, Any],
    answers: Sequence[Answer],
    limits: PlanParameters,
    document: Document,
    about: About,
    change: tuple[str, Document] | None = None,
) -> Deliverable:
    """What is handed over, of the whole document of `assess`. content: of the framework's pack.
    change: name of the round before, and the document of `compare`."""
    since, moved = change or ("", None)
    source = Source(
        framework=framework,
        result=document,
        roadmap={key: document[key] for key in ("roadmap", "forecast")},
        parameters=planner.parameters_document(limits),
        change=moved,
        since=since,
    )
    # Who hands in a file knows what everybody in it has answered.
    shown = spreads(framework, answers, Rule())
    brand = Brand(client_name=about.organisation)
    return assemble(source, about, contents=contents(content), spread=shown, brand=brand)


def written(document: Deliverable, wanted: Iterable[str]) -> dict[str, bytes]:
    """Files of these endings (of FILES), bytes by name; of slides one for each audience."""
    endings = frozenset(wanted)
    found = json_files(dict(document.facts["result"])) if "json" in endings else {}
    found |= tables.files(document) if "csv" in endings else {}
    for item in FORMATS.values():
        if item.extension == "json" or item.extension not in endings:
            continue
        if item.of_plan and not document.facts["plan"]["roadmap"]["items"]:
            continue
        for audience in item.audiences or ("",):
            name = "-".join(filter(None, (item.part, audience)))
            found[f"{name}.{item.extension}"] = item.write(document, Options(audience=audience))
    return found
