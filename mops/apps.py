from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MopsConfig(AppConfig):
    name = "mops"

    def ready(self) -> None:
        autodiscover_modules("checks")
