"""The product's settings and one app more, with work that takes as long as a test wants."""

from mops.settings import *  # noqa: F403
from mops.settings import INSTALLED_APPS as PRODUCT_APPS

INSTALLED_APPS = [*PRODUCT_APPS, "tests.stack.slow"]
