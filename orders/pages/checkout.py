"""Address, shipping and the step to payment, on one page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from orders.basket import selectors
from orders.basket.models import Basket
from orders.checkout import shipping, tax
from orders.checkout.models import Order
from orders.checkout.services import Address, CheckoutRefused, place_order
from orders.payments.services import PaymentRefused, start_payment
from shop.platform.money import tax_included
from shop.platform.owners.models import Owner
from shop.platform.owners.services import owner_of_request

_DEFAULT_COUNTRY = "DE"


class AddressForm(forms.Form):
    """Where the parcel and the receipt go. `place_order` checks it again."""

    email = forms.EmailField(
        label="Email",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="For the receipt and the tracking number.",
        error_messages={"required": "Write your email address."},
    )
    recipient = forms.CharField(
        label="Full name",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Write the name on the parcel."},
    )
    line1 = forms.CharField(
        label="Street and number",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
        error_messages={"required": "Write street and number."},
    )
    line2 = forms.CharField(
        label="Addition",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-line2"}),
    )
    postcode = forms.CharField(
        label="Postcode",
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
        error_messages={"required": "Write the postcode."},
    )
    city = forms.CharField(
        label="City",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
        error_messages={"required": "Write the city."},
    )
    method = forms.CharField(widget=forms.HiddenInput, required=False)

    def address(self, country: str) -> Address:
        """Return the address for the service."""
        parts = ("recipient", "line1", "line2", "city", "postcode")
        return Address(country=country, **{part: self.cleaned_data[part] for part in parts})


@never_cache
@require_http_methods(["GET", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """Show the options for a country; place the order and go on to pay."""
    owner = owner_of_request(request)
    if owner is None:
        return redirect("orders:basket")
    basket = Basket.objects.filter(owner=owner, ordered_at=None).first()
    if basket is None:
        return _already_ordered(owner)
    lines = selectors.lines_of(basket)
    if selectors.blockers(lines):
        messages.error(request, selectors.blockers(lines)[0].message)
        return redirect("orders:basket")
    asked = request.POST if request.method == "POST" else request.GET
    country = asked.get("country", _DEFAULT_COUNTRY)
    if country not in tax.COUNTRIES:
        country = _DEFAULT_COUNTRY
    form = AddressForm(request.POST or None, initial={"email": owner.email})
    if request.method == "POST" and form.is_valid():
        try:
            order = place_order(
                owner=owner,
                basket=basket,
                address=form.address(country),
                email=form.cleaned_data["email"],
                method=asked.get("method", ""),
            )
            return to_payment(request, order)
        except CheckoutRefused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    context = _context(basket, country, asked.get("method", ""), form)
    status = 422 if request.method == "POST" else 200
    return render(request, "orders/checkout.html", context, status=status)


def to_payment(request: HttpRequest, order: Order) -> HttpResponse:
    """Open a payment and send the buyer there; a refusal is told on the order's page."""
    try:
        attempt = start_payment(order=order)
    except PaymentRefused as error:
        messages.error(request, error.message)
        return redirect("orders:order", number=order.number)
    return redirect(attempt.redirect_url)


def _already_ordered(owner: Owner) -> HttpResponse:
    last = Order.objects.filter(owner=owner).order_by("-placed_at").first()
    if last is None:
        return redirect("orders:basket")
    return redirect("orders:order", number=last.number)


def _context(basket: Basket, country: str, method: str, form: AddressForm) -> dict[str, Any]:
    problem = ""
    options: list[shipping.ShippingOption] = []
    try:
        options = shipping.shipping_options(basket=basket, country=country)
    except shipping.QuoteUnavailable as error:
        problem = str(error)
    lines = selectors.lines_of(basket)
    items = selectors.items_total(lines)
    chosen = next((option for option in options if option.method == method), None)
    chosen = chosen or (options[0] if options else None)
    total = items + chosen.cost if chosen else items
    rate = tax.rate_for(country, timezone.now().date())
    return {
        "form": form,
        "lines": lines,
        "countries": tax.COUNTRIES,
        "country": country,
        "options": [(option, items + option.cost) for option in options],
        "chosen": chosen,
        "items": items,
        "total": total,
        "tax": type(total)(tax_included(total.amount, rate), total.currency),
        "tax_percent": f"{rate * 100:.0f}",
        "problem": problem,
    }
