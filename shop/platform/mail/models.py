"""OutgoingMail: the outbox."""

from django.db import models
from django.utils import timezone

from shop.platform.owners.models import Owner


class OutgoingMail(models.Model):
    """One mail; the dedupe key makes it go out once."""

    owner = models.ForeignKey(Owner, on_delete=models.SET_NULL, null=True, related_name="mails")
    kind = models.CharField(max_length=40)
    dedupe_key = models.CharField(max_length=160, unique=True)
    recipient = models.EmailField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    started_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
