"""Review: one version in the moderation queue, held by a lease while somebody looks."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from figures.moderation.states import DecisionState, Reason
from figures.versions.models import FigureVersion
from shop.platform.ids import PrefixedIdField


class Review(models.Model):
    """The queue entry of one version, and the decision about it."""

    id = PrefixedIdField("rev")
    version = models.OneToOneField(FigureVersion, on_delete=models.CASCADE, related_name="review")
    state = models.CharField(max_length=10, choices=DecisionState, default=DecisionState.QUEUED)
    rules = models.JSONField(
        default=list, help_text="Screening rules that fired: [{code, detail}]."
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True, blank=True)
    lock_version = models.PositiveIntegerField(default=0, help_text="Grows with every move.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=24, choices=Reason, blank=True)
    note = models.CharField(max_length=300, blank=True, help_text="Facts told to the person.")
    queued_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="refusal_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="queued") | Q(state="escalated") | Q(decided_at__isnull=False),
                name="decision_has_a_time",
            ),
        ]
        permissions = [("decide_review", "Can decide reviews")]
        ordering = ["queued_at"]

    def __str__(self) -> str:
        return f"Review {self.id}"


class ReviewEvent(models.Model):
    """What happened to a review; append-only."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    kind = models.CharField(max_length=24)
    reason = models.CharField(max_length=24, blank=True)
