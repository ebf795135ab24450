"""Work that lasts a stated time and leaves one audit entry for every result it stores."""

import time

from accounts.audit import record
from jobs.registry import job


def _store(run, action, at):
    record(
        organisation_id=run.organisation_id,
        by=None,
        action=action,
        subject=run,
        at=at,
        details={"attempt": run.attempt},
    )


@job("slow", title="Slow work")
def slow(run, context):
    """input_version: seconds, and after a hyphen whatever makes it unique."""
    seconds = float(run.input_version.split("-")[0])
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        context.step("Sleeping", int(100 * (1 - left / seconds)))
        time.sleep(min(0.2, left))
    with context.final():
        _store(run, "slow.done", context.at)
        context.result(subject=run.subject, input_version=run.input_version)


@job("slow-after", after="slow", title="What follows slow work")
def slow_after(run, context):
    with context.final():
        _store(run, "slow.followed", context.at)
