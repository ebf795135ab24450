"""Changes to plans and to the work in them: each one transaction, with who and when, audited.

scenarios: making, copying, naming, choosing the current one. limits: what a plan is made under.
planning: re-planning, what-if, accepting. own: the organisation's own initiatives. work: how
initiatives go. kpis: what shows whether they helped.

A change of a scenario says on top of which version it is meant. If somebody else was first it is
refused with ChangedElsewhereError, which names what happened, and nothing is overwritten.
"""
