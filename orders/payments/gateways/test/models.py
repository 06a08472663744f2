"""What the test gateway remembers, apart from our own books as a real gateway's are."""

from django.db import models
from django.utils import timezone

from shop.platform.ids import PrefixedIdField


class TestGatewaySession(models.Model):
    """One pay page. Nothing here refers to our rows but by the words we sent."""

    __test__ = False  # not a test case, whatever its name says to pytest

    class State(models.TextChoices):
        """What the person did on the page."""

        OPEN = "open", "Open"
        PENDING = "pending", "Pays later"
        PAID = "paid", "Paid"
        DECLINED = "declined", "Declined"
        EXPIRED = "expired", "Expired"

    id = PrefixedIdField("tcs")
    idempotency_key = models.CharField(max_length=120, unique=True)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the request.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    lines = models.JSONField(default=list, help_text="[description, unit amount, quantity].")
    amount = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    order_id = models.CharField(max_length=32)
    order_number = models.CharField(max_length=16)
    attempt_id = models.CharField(max_length=32)
    success_url = models.CharField(max_length=2000)
    cancel_url = models.CharField(max_length=2000)
    payment_reference = models.CharField(max_length=40, blank=True)
    expires_at = models.DateTimeField()
    arrives_at = models.DateTimeField(null=True, help_text="When delayed money comes by itself.")
    created_at = models.DateTimeField(default=timezone.now)


class TestGatewayRefund(models.Model):
    """Money the test gateway sent back."""

    __test__ = False  # as above

    id = PrefixedIdField("tre")
    session = models.ForeignKey(
        TestGatewaySession, on_delete=models.CASCADE, related_name="refunds"
    )
    idempotency_key = models.CharField(max_length=120, unique=True)
    refund_id = models.CharField(max_length=32, help_text="The refund as the shop calls it.")
    amount = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
