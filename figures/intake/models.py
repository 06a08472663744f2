"""Photo: what a person uploaded, decoded, stripped and encrypted."""

from django.db import models
from django.utils import timezone

from shop.platform.ids import PrefixedIdField
from shop.platform.owners.models import Owner
from shop.vault.models import Blob


class Declaration(models.TextChoices):
    """Whose picture the uploader says it is."""

    ME = "me", "It is me"
    PERMISSION = "permission", "Somebody who agreed"
    CHILD = "child", "My child"


class Photo(models.Model):
    """A decoded photo under a key of its own, so that it can be destroyed without the figure."""

    id = PrefixedIdField("pho")
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="photos")
    declaration = models.CharField(max_length=12, choices=Declaration)
    blob = models.ForeignKey(Blob, on_delete=models.SET_NULL, null=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    faces = models.JSONField(default=list, help_text="Boxes [x, y, width, height] in pixels.")
    chosen_face = models.PositiveSmallIntegerField(null=True)
    received_at = models.DateTimeField(default=timezone.now)
    delete_after = models.DateTimeField(db_index=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.id
