"""What the made-up people answer: the same on every machine, run and version of Python."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assessments.content import Content
from mops.demo.stories import NOTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from engine.types import Framework, Question
    from mops.demo.people import Person
    from mops.demo.stories import Story

PEERS_SEE_LESS = 0.2
SCATTER = 0.45
# What another unit of the group may plausibly do for a company, and how often somebody says so.
RUN_ELSEWHERE = {"data.activation", "technology.selection", "process.risk", "people.coverage"}
NOT_APPLICABLE_SHARE = 0.12
NOT_APPLICABLE_NOTE = "The group's service centre does this for us."
NOTE_SHARE = 0.09
# Shares of answers of level 4 and 5, and of level 3, that name an artefact.
EVIDENCE_SHARE = {5: 0.7, 4: 0.7, 3: 0.3}


def answers_of(
    person: Person, story: Story, framework: Framework, document: Mapping[str, Any]
) -> Iterator[tuple[str, Content]]:
    """Question key and answer, in catalogue order, to each question that is asked of the person.

    document: the content pack, for the artefacts that can be named.
    """
    artefacts = {
        capability["key"]: capability["evidence"]
        for area in document["areas"].values()
        for capability in area["capabilities"]
    }
    peer = framework.role[person.role].peer
    for question in framework.questions:
        if person.role in question.roles:
            # Seeded by text, so that one more question or person changes nobody else's answers.
            dice = random.Random(f"{story.seed}/{person.name}/{question.key}")  # noqa: S311
            content = _content(dice, person, story, question, peer=peer)
            yield question.key, _with_extras(dice, content, question, artefacts)


def _content(
    dice: random.Random, person: Person, story: Story, question: Question, *, peer: bool
) -> Content:
    fate = dice.random()
    unseen = story.dont_know if peer else story.dont_know / 3
    if fate < unseen:
        return Content("dk")
    if fate > 1 - NOT_APPLICABLE_SHARE and question.capability in RUN_ELSEWHERE:
        return Content("na", reason="run_elsewhere", note=NOT_APPLICABLE_NOTE)
    mean = story.levels[question.capability] + person.leniency
    if peer:
        mean -= PEERS_SEE_LESS + story.blind_spots.get(question.capability, 0.0)
    level = round(dice.gauss(mean, SCATTER))
    return Content("level", min(5, max(1, level)), confidence=dice.choice((1, 2, 2, 2, 3, 3)))


def _with_extras(
    dice: random.Random,
    content: Content,
    question: Question,
    artefacts: Mapping[str, Sequence[str]],
) -> Content:
    """The answer with the note and the evidence that some people add."""
    if content.kind != "level":
        return content
    area = question.capability.partition(".")[0]
    note = dice.choice(NOTES[area]) if dice.random() < NOTE_SHARE else ""
    named = dice.random() < EVIDENCE_SHARE.get(content.value or 0, 0.0)
    evidence = dice.choice(artefacts[question.capability]) if named else ""
    return replace(content, note=note, evidence=evidence)
