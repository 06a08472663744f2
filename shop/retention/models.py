"""RetentionPeriod: what the staff set. ErasureReceipt: what has ended."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from shop.platform.ids import PrefixedIdField


class RetentionPeriod(models.Model):
    """How long one data class is kept; without a row the registered default holds."""

    data_class = models.CharField(max_length=40, unique=True)
    hours = models.PositiveIntegerField(help_text="Counted from the class's trigger.")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False
    )
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.data_class}: {self.hours} h"


class ErasureReceipt(models.Model):
    """Proof that something was erased: ids, counts and times, signed; no personal data."""

    id = PrefixedIdField("era")
    subject = models.CharField(max_length=64, db_index=True)
    owner_id = models.CharField(max_length=32, db_index=True)
    kind = models.CharField(max_length=20)
    actor = models.CharField(max_length=40, help_text="owner, staff or sweep.")
    blobs = models.PositiveIntegerField(help_text="Files whose key was destroyed.")
    erased_at = models.DateTimeField(default=timezone.now)
    signature = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
