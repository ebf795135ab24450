"""Writes the example of docs/examples.

python -m mops.demo.example_file > docs/examples/answers-synthetic.csv
"""

from __future__ import annotations

import csv
import io
import sys

from assessments.answer_file import COLUMNS
from assessments.spreadsheet_text import spreadsheet_text
from capabilities.engine_values import engine_framework
from capabilities.pack import bundled
from mops.demo.answering import answers_of
from mops.demo.people import MID_SIZE
from mops.demo.stories import MID_SIZE as STORY


def example_csv() -> str:
    """The answers of the made-up mid-size company, as `manage.py assess` reads them."""
    pack = bundled()
    framework = engine_framework(pack.content)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for person in MID_SIZE:
        for question, content in answers_of(person, STORY, framework, pack.content):
            row = (
                person.name,
                person.role,
                question,
                content.choice,
                content.reason,
                content.note,
                content.evidence,
            )
            writer.writerow([spreadsheet_text(cell) for cell in row])
    return text.getvalue()


if __name__ == "__main__":
    sys.stdout.write(example_csv())
