"""Statements that the ORM puts together once and that then run again and again with other values.

Saving an answer runs the same few statements each time, and so does finding out whose request it
is; building and compiling them anew costs several times what the database needs to run them. Here
they are compiled at first use, once for each kind of database, from an ordinary query or model; on
PostgreSQL each connection also keeps its plan for them. No SQL is written by hand, so it is right
wherever the ORM is, and everything else (transactions, errors, counting of queries) is Django's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.db.models import Field, Model, QuerySet


def _database() -> Any:
    """This thread's connection itself: `django.db.connection` looks it up at every attribute."""
    return connections[DEFAULT_DB_ALIAS]


def _cursor(database: Any) -> Any:
    """Django's cursor; on PostgreSQL over one that sends values apart from the statement.

    Only such statements can be kept prepared (`prepare_threshold` in the settings), and planning
    what a save depends on takes PostgreSQL longer than running it. The ORM's own statements go on
    as Django sends them.
    """
    if database.vendor != "postgresql":
        return database.cursor()
    database.ensure_connection()
    # The driver as Django has it: without PostgreSQL nobody loads one.
    return database._prepare_cursor(database.Database.Cursor(database.connection))


class PreparedInsert:
    """Adds one row to a model's table; its primary key is the database's to choose.

    keyed: the row brings its primary key. ignore: a row that a unique constraint forbids is left
    out.
    """

    def __init__(self, model: type[Model], *, keyed: bool = False, ignore: bool = False) -> None:
        self._model = model
        self._fields = [f for f in model._meta.concrete_fields if keyed or not f.primary_key]
        self._on_conflict = OnConflict.IGNORE if ignore else None
        self._sql: dict[str, str] = {}

    def add(self, row: Mapping[str, Any]) -> bool:
        """False if the row was left out. row: a value for every field, under its column's name.

        Raises KeyError for a missing one, else what saving an instance would; there is none, since
        making instances costs more than making the statement.
        """
        database = _database()
        sql = self._sql.get(database.vendor) or self._compile(row, database)
        values = [field.get_db_prep_save(row[field.attname], database) for field in self._fields]
        with _cursor(database) as cursor:
            cursor.execute(sql, values)
            return bool(cursor.rowcount)

    def _compile(self, row: Mapping[str, Any], database: Any) -> str:
        query = InsertQuery(self._model, on_conflict=self._on_conflict)
        query.insert_values(self._fields, [self._model(**row)])
        ((sql, _values),) = query.get_compiler(connection=database).as_sql()
        self._sql[database.vendor] = sql
        return str(sql)


@dataclass(frozen=True, slots=True)
class _Select:
    sql: str
    values: tuple[Any, ...]
    places: Mapping[int, str]
    converters: Mapping[int, tuple[list[Callable[..., Any]], Any]]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a query. field: whose values it takes. stands: the value that the query was built
    with, which occurs nowhere else in it."""

    field: Field[Any, Any]
    stands: Any

    def adapted(self, value: Any, database: Any) -> Any:
        return self.field.get_db_prep_value(value, database)


class PreparedSelect:
    """A query by a few values. rows: a `values_list` query in which each slot's value stands for
    what `fetch` puts there. Raises ValueError at first use if a slot is not in the query."""

    def __init__(self, rows: QuerySet[Any, tuple[Any, ...]], slots: Mapping[str, Slot]) -> None:
        self._rows, self._slots = rows, slots
        self._compiled: dict[str, _Select] = {}

    def fetch(self, **given: Any) -> list[tuple[Any, ...]]:
        """The rows. A query that locks them has to run in a transaction, as anywhere.

        given: one value for each slot; raises KeyError for another name or a missing one.
        """
        database = _database()
        select = self._compiled.get(database.vendor) or self._compile(database)
        adapted = {
            name: self._slots[name].adapted(value, database) for name, value in given.items()
        }
        places = select.places
        values = [
            adapted[places[place]] if place in places else value
            for place, value in enumerate(select.values)
        ]
        with _cursor(database) as cursor:
            cursor.execute(select.sql, values)
            return [self._converted(select, row, database) for row in cursor.fetchall()]

    @staticmethod
    def _converted(select: _Select, row: Sequence[Any], database: Any) -> tuple[Any, ...]:
        values = list(row)
        for place, (converters, expression) in select.converters.items():
            for convert in converters:
                values[place] = convert(values[place], expression, database)
        return tuple(values)

    def _compile(self, database: Any) -> _Select:
        compiler = self._rows.query.get_compiler(connection=database)
        sql, values = compiler.as_sql()
        names = {slot.adapted(slot.stands, database): name for name, slot in self._slots.items()}
        places = {place: names[value] for place, value in enumerate(values) if value in names}
        if missing := set(self._slots) - set(places.values()):
            raise ValueError(f"not in the query: {', '.join(sorted(missing))}")
        columns = [column for column, _sql, _alias in compiler.select]
        select = _Select(sql, tuple(values), places, compiler.get_converters(columns))
        self._compiled[database.vendor] = select
        return select
