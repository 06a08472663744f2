"""Takeaway: one thing asked for of one version."""

from django.db import models
from django.utils import timezone

from figures.takeaways.kinds import Kind
from figures.versions.models import FigureVersion
from shop.platform.ids import PrefixedIdField
from shop.vault.models import Blob


class Takeaway(models.Model):
    """A file made of a version when the person asked for it. It can be made again at any time."""

    id = PrefixedIdField("tak")
    version = models.ForeignKey(FigureVersion, on_delete=models.CASCADE, related_name="takeaways")
    kind = models.CharField(max_length=20, choices=Kind)
    ground = models.CharField(
        max_length=20, blank=True, help_text="Palette behind it; empty for the box's own."
    )
    tries = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey(Blob, on_delete=models.SET_NULL, null=True, related_name="+")
    sprite = models.ForeignKey(
        Blob, on_delete=models.SET_NULL, null=True, related_name="+", help_text="All frames."
    )
    facts = models.JSONField(default=dict, help_text="What was measured of a model.")
    created_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="one_takeaway_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind}"
