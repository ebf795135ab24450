"""`make bench`: every benchmark, each as a ratio to a reference in the same run."""

import sys

from bench import (
    assess,
    exports,
    painting,
    planning,
    reading,
    recount,
    replanning,
    robustness,
    saving,
    scoring,
    slides,
    typesetting,
)

if __name__ == "__main__":
    kept = [
        module.main()
        for module in (
            scoring,
            robustness,
            recount,
            planning,
            replanning,
            reading,
            painting,
            exports,
            slides,
            typesetting,
            assess,
            saving,
        )
    ]
    sys.exit(0 if all(kept) else 1)
