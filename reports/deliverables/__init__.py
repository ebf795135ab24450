"""What is handed to a client: one document of plain values, and thin writers for each format.

`document` holds the values, `assemble` makes them from stored results, the writers lay them out.
A writer prints `Number.text` (or, in a workbook, `Number.value`) and computes nothing.
"""
