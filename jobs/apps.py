from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        # Every room's handlers, in the web process too: it asks for work by kind.
        autodiscover_modules("tasks")
