"""What comes back with a workbook: the file, and the answers that were shown from it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.text_gate import COMMENT, clean_text
from assessments.content import Content
from assessments.questionnaire_file import Filled
from assessments.table_file import MAX_BYTES
from capabilities import catalogue

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection

_NOT_OURS = _("This is not what was shown. Choose the workbook again.")


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=_("The filled workbook"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than 10 MB. Split it."))
        if not file.name.casefold().endswith(".xlsx"):
            raise ValidationError(_("Choose the .xlsx workbook that you downloaded here."))
        return file


class FilledForm(forms.Form):
    """The answers of a workbook as the preview packed them."""

    filled = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, framework_id: uuid.UUID, asked: Collection[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._reasons = catalogue.na_reasons(framework_id)
        self._asked = asked

    def clean_filled(self) -> tuple[Filled, ...]:
        try:
            rows = json.loads(self.cleaned_data["filled"])
            found = [self._filled(*row) for row in rows]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise ValidationError(_NOT_OURS) from error
        if len({item.question for item in found}) != len(found):
            raise ValidationError(_NOT_OURS)
        return tuple(found)

    def _filled(self, question: str, version: int, fields: dict[str, Any]) -> Filled:
        content = Content(
            kind=str(fields["kind"]),
            value=fields["value"],
            reason=str(fields["reason"]),
            confidence=fields["confidence"],
            note=clean_text(str(fields["note"]), limit=COMMENT, multiline=True),
            evidence=clean_text(str(fields["evidence"]), limit=COMMENT, multiline=True),
        )
        level = content.kind == "level" and content.value in range(1, 6)
        other = content.kind in {"na", "dk"} and content.value is None
        known = question in self._asked and content.confidence in {None, 1, 2, 3}
        if not (level or other) or not known or not 0 <= int(version) < 2**31:
            raise ValueError
        content.check_reason(self._reasons)
        return Filled(question, content, int(version))
