"""Consent: one person's agreement about one figure's photo and one recipient."""

from django.db import models
from django.utils import timezone

from figures.intake.models import Photo
from figures.versions.models import Figure
from shop.platform.ids import PrefixedIdField


class Consent(models.Model):
    """Who agreed to what is told by the figure's owner and `notice`; erased with the figure."""

    id = PrefixedIdField("con")
    figure = models.OneToOneField(Figure, on_delete=models.CASCADE, related_name="consent")
    photo = models.ForeignKey(Photo, on_delete=models.SET_NULL, null=True, related_name="consents")
    backend = models.CharField(max_length=20)
    recipient = models.CharField(max_length=200, help_text="Company and region, as shown.")
    keeps = models.CharField(max_length=300, help_text="How long it keeps the photo, as shown.")
    policy_url = models.URLField(max_length=300, help_text="As shown.")
    notice = models.CharField(max_length=64, help_text="Digest of everything that was shown.")
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.id
