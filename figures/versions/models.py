"""Figure, and FigureVersion: what a moderator decides about and what is printed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from figures.intake.models import Photo
from figures.versions.states import FigureState, ReviewState
from shop.platform.ids import PrefixedIdField
from shop.platform.owners.models import Owner
from shop.vault.models import Blob


class Figure(models.Model):
    """A person's figure. Its id is the subject of its key in the vault."""

    id = PrefixedIdField("fig")
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="figures")
    photo = models.ForeignKey(Photo, on_delete=models.SET_NULL, null=True, related_name="figures")
    state = models.CharField(max_length=10, choices=FigureState, default=FigureState.QUEUED)
    backend = models.CharField(max_length=20, default="studio")
    wanted = models.ForeignKey(
        Blob, on_delete=models.SET_NULL, null=True, related_name="+", help_text="The sealed look."
    )
    tries = models.PositiveSmallIntegerField(default=1)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.CharField(max_length=300, blank=True)
    engine = models.CharField(max_length=40, blank=True)
    cpu_seconds = models.FloatField(null=True, help_text="Measured for making this figure.")
    energy_wh = models.FloatField(null=True)
    energy_method = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    ready_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        permissions = [
            ("freeze_figure", "Can take figures off sale"),
            ("erase_figure", "Can erase figures"),
        ]

    def __str__(self) -> str:
        return self.id


class FigureVersion(models.Model):
    """One immutable look: recipe, box text and art. Any edit makes another one."""

    id = PrefixedIdField("ver")
    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of recipe, box text and art.")
    recipe = models.ForeignKey(Blob, on_delete=models.SET_NULL, null=True, related_name="+")
    cutout = models.ForeignKey(Blob, on_delete=models.SET_NULL, null=True, related_name="+")
    preview = models.ForeignKey(Blob, on_delete=models.SET_NULL, null=True, related_name="+")
    box = models.ForeignKey(Blob, on_delete=models.SET_NULL, null=True, related_name="+")
    box_name = models.CharField(max_length=30, help_text="Emptied on erasure.")
    box_tagline = models.CharField(max_length=60, blank=True, help_text="Emptied on erasure.")
    accessories = models.JSONField(default=list, help_text="[kind, label] pairs; emptied likewise.")
    review_state = models.CharField(
        max_length=10, choices=ReviewState, default=ReviewState.QUEUED, db_index=True
    )
    frozen_at = models.DateTimeField(
        null=True, help_text="Withdrawn from sale, whatever was decided."
    )
    frozen_reason = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["figure", "number"], name="one_version_per_number"),
            models.UniqueConstraint(fields=["figure", "digest"], name="one_version_per_digest"),
            models.CheckConstraint(condition=~Q(digest=""), name="version_has_a_digest"),
        ]
        ordering = ["figure", "number"]

    def __str__(self) -> str:
        return f"{self.figure_id} v{self.number}"
