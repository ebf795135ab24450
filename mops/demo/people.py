"""Who takes part in the demo. All names are invented; addresses end in the reserved `.example`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Person:
    """name, respondent role; leniency: levels by which this person rates above the others.

    account: address of the demo account that this person signs in with, if any.
    """

    name: str
    role: str
    leniency: float = 0.0
    account: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account. what: who that is, for the sign-in page."""

    email: str
    name: str
    what: _StrPromise


CONSULTANT = "consultant@demo.example"
OWNER = "owner@demo.example"
EDITOR = "editor@demo.example"
VIEWER = "viewer@demo.example"
FOUNDER = "founder@demo.example"

ENTERPRISE_NAME = "Harbourlight Instruments (demo)"
STARTUP_NAME = "Pebble & Pine Software (demo)"

ACCOUNTS = (
    Account(OWNER, "Maren Holloway", _("CMO and owner of the large one; has questions to answer")),
    Account(EDITOR, "Teodor Brandt", _("operations lead, editor of the large one")),
    Account(VIEWER, "Ines Caldeira", _("sales, viewer of the large one")),
    Account(CONSULTANT, "Ravi Sundaram", _("consultant, external editor of both")),
    Account(FOUNDER, "Juno Aldersey", _("owner of the small one")),
)

# Nine roles, eighteen people; the CMO answers last.
ENTERPRISE = (
    Person("Maren Holloway", "cmo", 0.3, OWNER),
    Person("Teodor Brandt", "marketing_ops", -0.2, EDITOR),
    Person("Sanna Virtala", "marketing_ops", 0.1),
    Person("Okon Adeyemo", "marketing_ops", 0.0),
    Person("Lucie Fairbairn", "demand_channel", 0.3),
    Person("Priya Nandakumar", "demand_channel", -0.1),
    Person("Gabe Lindqvist", "demand_channel", 0.2),
    Person("Moira Pettersen", "content", 0.1),
    Person("Dario Venti", "content", -0.2),
    Person("Yuki Tanabe", "regional", -0.3),
    Person("Carlos Ibarrola", "regional", 0.2),
    Person("Hanne Oosterveld", "it", -0.2),
    Person("Samir Haddou", "it", 0.1),
    Person("Ines Caldeira", "sales", -0.3, VIEWER),
    Person("Walt Kerrigan", "sales", 0.0),
    Person("Adaeze Nwosu", "customer_care", -0.1),
    Person("Pavel Dvorny", "customer_care", 0.2),
    Person("Greta Lindhorst", "finance", 0.0),
)

# Five people: with fewer, most capabilities would have too few voices for a score.
STARTUP = (
    Person("Juno Aldersey", "cmo", 0.2, FOUNDER),
    Person("Bastian Rook", "marketing_ops", -0.1),
    Person("Imke Sorrel", "marketing_ops", 0.1),
    Person("Kerry Amsel", "demand_channel", 0.1),
    Person("Noor Ellery", "sales", -0.2),
)

# Nine roles, fourteen people: the company of docs/examples/answers-synthetic.csv.
MID_SIZE = (
    Person("Avery Collins", "cmo", 0.3),
    Person("Blanka Novotna", "marketing_ops", -0.1),
    Person("Chidi Eze", "marketing_ops", 0.2),
    Person("Dana Whitlock", "demand_channel", 0.1),
    Person("Emre Solak", "demand_channel", -0.2),
    Person("Freya Lund", "content", 0.1),
    Person("Goran Petrov", "regional", -0.2),
    Person("Hiroko Amano", "regional", 0.1),
    Person("Isak Berg", "it", 0.0),
    Person("Jamila Osei", "it", -0.1),
    Person("Klaus Reiter", "sales", -0.3),
    Person("Leda Marchetti", "sales", 0.1),
    Person("Mateo Quiroga", "customer_care", 0.0),
    Person("Nadia Fournier", "finance", 0.1),
)
