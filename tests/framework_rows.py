"""The bundled framework in the database of a test, at a fraction of what loading it costs.

It is loaded once a session and what that writes is noted down; from then on the same statements
write the same rows. How it is loaded has tests of its own in `capabilities/tests/test_loading.py`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection, transaction

from accounts.models import AuditEntry
from capabilities import catalogue
from capabilities.models import Area, Capability, Framework, Initiative, Question
from capabilities.pack import bundled
from capabilities.services import load_framework, publish
from tests.factories import AT

MODELS = (Framework, Area, Capability, Question, Initiative, AuditEntry)


def bundled_framework() -> Framework:
    """The bundled content pack, published; no process has seen it yet."""
    framework_id, statements = _statements()
    with connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)
    # The key is the same in every test, the rows are not.
    catalogue._kept.pop(framework_id, None)
    return Framework.objects.get(pk=framework_id)


@cache
def _statements() -> tuple[Any, list[tuple[str, Any]]]:
    """The key of the framework, and the SQL that writes all its rows with its values."""
    with transaction.atomic():
        loaded = load_framework(pack=bundled(), by=None, at=AT)
        publish(framework=loaded, by=None, at=AT)
        rows = [list(model.objects.order_by("pk")) for model in MODELS]
        transaction.set_rollback(True)
    noted: list[tuple[str, Any]] = []

    def note(execute, sql, values, many, context):
        if sql.startswith("INSERT"):
            noted.append((sql, values))
        return execute(sql, values, many, context)

    with transaction.atomic(), connection.execute_wrapper(note):
        for model, instances in zip(MODELS, rows, strict=True):
            model.objects.bulk_create(instances)
        transaction.set_rollback(True)
    return loaded.pk, noted
