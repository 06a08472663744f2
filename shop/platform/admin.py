"""The platform's part of the admin; each page lives beside its model."""

from shop.platform.apikeys import admin as apikeys
from shop.platform.owners import admin as owners

__all__ = ["apikeys", "owners"]
