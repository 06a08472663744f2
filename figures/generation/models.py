"""The generation quota: a ledger, exact under any number of processes."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from shop.platform.owners.models import Owner


class QuotaPeriod(models.Model):
    """How many generations an owner has used in one period; moved by conditional UPDATE only.

    `stops` counts those given back because the person stopped them, `looks` the new looks asked
    for.
    """

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="quota_periods")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    allowed = models.PositiveSmallIntegerField()
    used = models.PositiveSmallIntegerField(default=0)
    stops = models.PositiveSmallIntegerField(default=0)
    looks = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "starts_at"], name="one_quota_per_period"),
            models.CheckConstraint(condition=Q(used__lte=F("allowed")), name="quota_not_exceeded"),
        ]


class QuotaEntry(models.Model):
    """One generation counted, whether it was stopped, and whether it was given back."""

    period = models.ForeignKey(QuotaPeriod, on_delete=models.CASCADE, related_name="entries")
    figure_id = models.CharField(max_length=32, unique=True)
    taken_at = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True)
    refunded_at = models.DateTimeField(null=True)
    refund_reason = models.CharField(max_length=60, blank=True)
