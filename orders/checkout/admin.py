"""Orders, to read: lines, print files, what happened; and one act: letting a held one go on."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from orders.checkout.models import Order, OrderEvent, OrderLine
from orders.fulfilment.models import ProviderOrder
from orders.fulfilment.releasing import ReleaseRefused, release
from shop.platform.money import Money
from shop.platform.staff import ReadOnlyAdmin, staff_user


class LineInline(admin.TabularInline[OrderLine, Order]):
    """What was ordered, and how its print file stands."""

    model = OrderLine
    fields = ("position", "description", "quantity", "price", "print_file_state")
    readonly_fields = ("position", "description", "quantity", "price", "print_file_state")
    can_delete = False
    extra = 0
    max_num = 0

    def has_view_permission(self, request: HttpRequest, obj: Order | None = None) -> bool:
        """Who may see the order may see its lines."""
        return request.user.has_perm("orders.view_order")

    def has_change_permission(self, request: HttpRequest, obj: Order | None = None) -> bool:
        """Nobody changes what was ordered."""
        return False

    @admin.display(description="price each")
    def price(self, line: OrderLine) -> str:
        """Return the unit price."""
        return str(Money(line.unit_price, line.order.currency))

    @admin.display(description="print file")
    def print_file_state(self, line: OrderLine) -> str:
        """Return the preflight's verdict, with a link to its report."""
        file = getattr(line, "print_file", None)
        if file is None:
            return "not made"
        verdict = "passed" if file.passed else "refused"
        words = f"{verdict}, {file.effective_dpi:.0f} dpi, made {file.made_at:%Y-%m-%d %H:%M}"
        report = reverse("admin:orders_printfile_change", args=[file.pk])
        return format_html('<a href="{}">{}</a>', report, words)


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    """Orders, newest first; held ones can be released."""

    list_display = ["number", "state", "hold_reason", "total_money", "country", "placed_at"]
    list_filter = ["state", "country", "placed_at"]
    search_fields = ["number", "id"]
    ordering = ["-placed_at"]
    actions = ["release"]
    inlines = [LineInline]
    exclude = ["basket", "currency", "items_total", "shipping_total", "tax_total", "total"]
    readonly_fields = ["total_money", "at_the_print_house", "history"]

    @admin.display(description="at the print house")
    def at_the_print_house(self, order: Order) -> str:
        """Return the provider's word for where it stands."""
        row = ProviderOrder.objects.filter(order=order).first()
        return f"{row.get_state_display()} ({row.provider})" if row else "not submitted"

    @admin.display(description="history")
    def history(self, order: Order) -> SafeString:
        """Return every event, oldest first."""
        return format_html_join("", "{}<br>", ((_told(event),) for event in order.events.all()))

    def has_release_permission(self, request: HttpRequest) -> bool:
        """Whether this person of the staff may let held orders go on."""
        return request.user.has_perm("orders.release_order")

    @admin.action(description="Release held orders", permissions=["release"])
    def release(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        """Let each go on, or say why it cannot."""
        user = staff_user(request)
        for order in queryset:
            try:
                release(order=order, user=user)
            except ReleaseRefused as refused:
                self.message_user(request, f"{order.number}: {refused}", messages.WARNING)
            else:
                self.message_user(request, f"{order.number} goes on.", messages.SUCCESS)


def _told(event: OrderEvent) -> str:
    facts = ", ".join(f"{name} {value}" for name, value in event.facts.items())
    return f"{event.at:%Y-%m-%d %H:%M:%S} {event.kind}{': ' if facts else ''}{facts}"
