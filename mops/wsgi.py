"""The web application, for granian or any other WSGI server."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mops.settings")

application = get_wsgi_application()

# The code of all pages is loaded now, while the port is not open yet, not by the first visitor.
get_resolver().url_patterns  # noqa: B018  # reading it is what loads it
