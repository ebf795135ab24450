"""Log lines as one JSON object each: a line break a user typed cannot start a new line, and the
secret in an address is left out."""

import json
import logging
import re
from datetime import UTC, datetime

# What stands behind it in an address is the secret of a link.
_SECRET = re.compile(r"(/answer/)[^/\s\"']+")


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _SECRET.sub(r"\1…", record.getMessage()),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
