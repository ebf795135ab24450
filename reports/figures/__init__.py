"""Charts: plain Plotly figures built by pure functions from frames. Nothing here computes a score.

One file per chart. Each has COLUMNS (what its frame must have), `title`, `alt`, `table` and
`figure`; the first three do not depend on how the chart is drawn.
"""
