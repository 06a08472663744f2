"""PrintFile: the print-ready PDF of one order line."""

from django.db import models
from django.utils import timezone

from orders.checkout.models import OrderLine
from shop.vault.models import Blob


class PrintFile(models.Model):
    """One per line; its digest and preflight report are kept after the file has ended.

    A file that preflight refused is kept as well, until one that passes takes its place.
    """

    line = models.OneToOneField(OrderLine, on_delete=models.CASCADE, related_name="print_file")
    blob = models.ForeignKey(Blob, on_delete=models.SET_NULL, null=True, related_name="+")
    proof_sha256 = models.CharField(max_length=64)
    md5 = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    effective_dpi = models.FloatField()
    preflight = models.JSONField(default=list, help_text="Checks: code, passed, detail, warning.")
    coverage = models.JSONField(default=dict, help_text="Plate -> share of the sheet it inks.")
    passed = models.BooleanField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.line.order.number}, line {self.line.position}"
