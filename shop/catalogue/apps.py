"""The catalogue app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Products and variants."""

    name = "shop.catalogue"
    label = "catalogue"
