"""The sections of a deliverable, one module each: `written(book)` gives the section, or None where
there is nothing to say."""
