"""What the staff see of this floor; each part's admin lives beside its code."""

from figures.intake import admin as intake
from figures.moderation import admin as moderation
from figures.spending import admin as spending
from figures.versions import admin as versions

__all__ = ["intake", "moderation", "spending", "versions"]
