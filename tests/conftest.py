"""What tests across rooms share."""

import os

import pytest

from tests.stack.prepared import prepared
from tests.stack.running import running


@pytest.fixture(scope="session")
def installations(tmp_path_factory):
    """What a stack can begin with: `plain()`, `demo()` and `demo_done()`."""
    base = tmp_path_factory.getbasetemp()
    # Where there are several processes, each has a directory of its own in that of the run.
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with prepared(run / "installations") as found:
        yield found


@pytest.fixture(scope="module")
def stack(installations, tmp_path_factory):
    """The whole product, served with the demo in it: web, worker, scheduler, broker.

    Marked `stack`. Gives base_url, var, log, pids(service), query(sql), manage(*arguments).
    One for each module, which may break what it likes in it.
    """
    with running(tmp_path_factory.mktemp("stack"), installations.demo_done(), demo=True) as found:
        yield found


@pytest.fixture(scope="module")
def quiet_stack(installations, tmp_path_factory):
    """As `stack`, and it leaves undone what nobody waits for."""
    var = tmp_path_factory.mktemp("quiet")
    with running(var, installations.demo(), demo=True, BACKGROUND_JOBS="0") as found:
        yield found


@pytest.fixture(scope="module")
def plain_stack(installations, tmp_path_factory):
    """As `stack`, without the demo."""
    with running(tmp_path_factory.mktemp("plain"), installations.plain()) as found:
        yield found
