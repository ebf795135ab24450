"""One digest for everything whose sameness is asked: inputs, limits, content."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def digest(document: Any) -> str:
    """SHA-256 over the canonical JSON of a document, 64 hexadecimal digits.

    The order of keys does not matter, that of lists does. Raises TypeError on what is no JSON and
    ValueError on NaN and infinities.
    """
    canonical = json.dumps(
        document, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
