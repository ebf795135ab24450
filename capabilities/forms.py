"""Filters of the initiative list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from engine.types import Framework, Initiative


class InitiativeFilter(forms.Form):
    """Which initiatives to list; nothing chosen lists all."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    capability = forms.ChoiceField(label=_("Capability it raises"), required=False)
    quick_win = forms.BooleanField(label=_("Quick wins only"), required=False)

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.framework = framework
        area, capability = self.fields["area"], self.fields["capability"]
        assert isinstance(area, forms.ChoiceField)  # noqa: S101
        assert isinstance(capability, forms.ChoiceField)  # noqa: S101
        area.choices = [("", _("All areas")), *((a.key, a.name) for a in framework.areas)]
        capability.choices = [
            ("", _("All capabilities")),
            *(
                (a.name, [(c.key, c.name) for c in framework.capabilities_of(a.key)])
                for a in framework.areas
            ),
        ]

    def chosen(self) -> list[Initiative]:
        """What matches, in catalogue order; everything where a filter is not valid."""
        if not self.is_valid():
            return list(self.framework.initiatives)
        data = self.cleaned_data
        return [
            item
            for item in self.framework.initiatives
            if data["area"] in ("", item.area)
            and (item.quick_win or not data["quick_win"])
            and (
                not data["capability"]
                or any(step.capability == data["capability"] for step in item.raises)
            )
        ]
