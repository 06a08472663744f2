"""InboundEvent: what a gateway or print house told us, as it came."""

from django.db import models
from django.utils import timezone


class InboundEvent(models.Model):
    """One event; (source, event_id) is unique, so a replay changes nothing."""

    source = models.CharField(max_length=40)
    event_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=120, blank=True)
    body = models.BinaryField()
    received_at = models.DateTimeField(default=timezone.now, db_index=True)
    handled_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True, help_text="What handling it came to.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "event_id"], name="one_row_per_event")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.event_id}"
