"""Background work for tests of the whole stack; installed by `tests.stack.settings` only."""
