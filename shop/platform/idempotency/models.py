"""IdempotentRequest: one row per (caller, key)."""

from django.db import models
from django.utils import timezone


class IdempotentRequest(models.Model):
    """The first request with a key: its fingerprint, and its answer once there is one."""

    caller = models.CharField(max_length=80, help_text="API key or owner id.")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, path and body.")
    locked_until = models.DateTimeField(null=True, help_text="A dead worker's key frees itself.")
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(null=True)
    content_type = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="one_row_per_key")]
