"""What tests across rooms share."""

import pytest

from tests.stack.running import running


@pytest.fixture(scope="session")
def stack(tmp_path_factory):
    """The whole product, served with the demo in it: web, worker, scheduler, broker.

    Marked `stack`. Gives base_url, var, log, pids(service), query(sql), manage(*arguments).
    """
    with running(tmp_path_factory.mktemp("stack"), demo=True) as found:
        yield found
