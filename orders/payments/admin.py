"""Attempts, ledger and refunds, to read; and one act: sending money back."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from orders.payments import ledger
from orders.payments.errors import RefundRefused
from orders.payments.models import AttemptState, LedgerEntry, PaymentAttempt, Refund
from orders.payments.refunds import request_refund
from shop.platform.money import Money
from shop.platform.staff import ReadOnlyAdmin


class RefundForm(forms.Form):
    """How much goes back, and why."""

    amount = forms.IntegerField(min_value=1, help_text="In minor units: 1999 for 19.99.")
    reason = forms.CharField(max_length=60, help_text="A few words, without names.")


@admin.register(PaymentAttempt)
class PaymentAttemptAdmin(ReadOnlyAdmin):
    """Attempts, newest first; a captured one can be refunded."""

    list_display = ["id", "order", "number", "gateway", "state", "money", "created_at", "ended_at"]
    list_filter = ["state", "gateway", "livemode"]
    search_fields = ["id", "order__number", "session_id", "payment_reference"]
    list_select_related = ["order"]
    ordering = ["-created_at"]
    actions = ["refund"]

    @admin.display(description="amount")
    def money(self, attempt: PaymentAttempt) -> str:
        """Return what was asked for."""
        return str(Money(attempt.amount, attempt.currency))

    def has_refund_permission(self, request: HttpRequest) -> bool:
        """Whether this person of the staff may send money back."""
        return request.user.has_perm("orders.refund_payment")

    @admin.action(description="Refund one payment ...", permissions=["refund"])
    def refund(
        self, request: HttpRequest, queryset: QuerySet[PaymentAttempt]
    ) -> HttpResponse | None:
        """Ask for amount and reason, then queue the refund."""
        attempt = queryset.filter(state=AttemptState.CAPTURED).first()
        if attempt is None or queryset.count() != 1:
            self.message_user(request, "Choose one captured payment.", messages.WARNING)
            return None
        rest = ledger.refundable(attempt)
        confirmed = "confirm" in request.POST
        form = RefundForm(request.POST if confirmed else None, initial={"amount": rest.amount})
        if confirmed and form.is_valid() and self._refunded(request, attempt, form):
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": f"Refund order {attempt.order.number}",
            "opts": self.opts,
            "attempt": attempt,
            "rest": rest,
            "form": form,
        }
        return TemplateResponse(request, "admin/orders/refund.html", context)

    def _refunded(self, request: HttpRequest, attempt: PaymentAttempt, form: RefundForm) -> bool:
        amount: int = form.cleaned_data["amount"]
        user = request.user if isinstance(request.user, User) else None
        try:
            request_refund(
                order=attempt.order, amount=amount, reason=form.cleaned_data["reason"], user=user
            )
        except RefundRefused as refused:
            form.add_error("amount", refused.message)
            return False
        self.message_user(request, f"{Money(amount, attempt.currency)} will be sent back.")
        return True


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnlyAdmin):
    """Every movement of money."""

    list_display = ["at", "order", "kind", "money", "reference"]
    list_filter = ["kind"]
    search_fields = ["order__number", "reference"]
    list_select_related = ["order"]
    ordering = ["-at"]

    @admin.display(description="amount")
    def money(self, entry: LedgerEntry) -> str:
        """Return what moved."""
        return str(Money(entry.amount, entry.currency))


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    """Refunds and where they stand."""

    list_display = ["id", "order", "money", "reason", "state", "requested_by", "created_at"]
    list_filter = ["state", "reason"]
    search_fields = ["id", "order__number", "reference"]
    list_select_related = ["order", "requested_by"]
    ordering = ["-created_at"]

    @admin.display(description="amount")
    def money(self, refund: Refund) -> str:
        """Return what goes back."""
        return str(Money(refund.amount, refund.currency))
