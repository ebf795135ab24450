"""Static files under names that change with their content, also where a script imports another."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

_WHOLE: Any = CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no types
    support_js_module_import_aggregation = True
    # Only in scripts of our own: those of packages name in comments what they do not bring along.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        _WHOLE._js_module_import_aggregation_patterns[1],
    )
