"""BudgetDay, and HostedCall: money put aside before a call, and what became of it.

Amounts are whole millionths of the currency's unit: tokens cost less than a cent.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from figures.versions.models import Figure
from shop.platform.ids import PrefixedIdField
from shop.vault.models import Blob


class CallState(models.TextChoices):
    """How far one call to a provider has come."""

    RESERVED = "reserved", "Money put aside, nothing sent"
    SENT = "sent", "Sent, no answer yet"
    ANSWERED = "answered", "Answered with a picture"
    FAILED = "failed", "Ended without a figure"
    LOST = "lost", "Sent, and nobody knows what became of it"
    RELEASED = "released", "Never sent"


CALL_MOVES: dict[CallState, frozenset[CallState]] = {
    CallState.RESERVED: frozenset({CallState.SENT, CallState.RELEASED}),
    CallState.SENT: frozenset({CallState.ANSWERED, CallState.FAILED, CallState.LOST}),
    # Its worker may have been slow and not dead.
    CallState.LOST: frozenset({CallState.ANSWERED, CallState.FAILED}),
    CallState.ANSWERED: frozenset(),
    CallState.FAILED: frozenset(),
    CallState.RELEASED: frozenset(),
}


class BudgetDay(models.Model):
    """One day's money: what is spent, and what is put aside for calls under way."""

    day = models.DateField()
    currency = models.CharField(max_length=3)
    reserved = models.BigIntegerField(default=0)
    spent = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "currency"], name="one_budget_per_day"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, spent__gte=0), name="budget_not_negative"
            ),
        ]


class HostedCall(models.Model):
    """One call to a provider, written before it is made. Keeps nothing of a person."""

    id = PrefixedIdField("cal")
    figure = models.ForeignKey(
        Figure,
        on_delete=models.SET_NULL,
        null=True,
        related_name="hosted_calls",
        help_text="Emptied when the figure is erased.",
    )
    figure_try = models.PositiveSmallIntegerField(help_text="Which try of the figure it was for.")
    day = models.ForeignKey(BudgetDay, on_delete=models.PROTECT, related_name="calls")
    backend = models.CharField(max_length=20)
    model = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=CallState, default=CallState.RESERVED)
    estimate = models.BigIntegerField(help_text="Put aside, in millionths.")
    cost = models.BigIntegerField(null=True, help_text="In millionths; empty until it ended.")
    cost_is_estimate = models.BooleanField(default=False)
    currency = models.CharField(max_length=3)
    price_source = models.URLField(max_length=300)
    price_read_on = models.DateField()
    text_tokens = models.PositiveIntegerField(null=True)
    image_tokens = models.PositiveIntegerField(null=True)
    output_tokens = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=60, blank=True, help_text="Code of the error, if any.")
    answer = models.ForeignKey(
        Blob,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="The art, until the figure has its version.",
    )
    reserved_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[CallState.RESERVED, CallState.SENT], cost=None)
                | Q(
                    state__in=[
                        CallState.ANSWERED,
                        CallState.FAILED,
                        CallState.LOST,
                        CallState.RELEASED,
                    ],
                    cost__gte=0,
                ),
                name="ended_call_has_a_cost",
            )
        ]

    def __str__(self) -> str:
        return self.id
