"""How long everything is kept, as the person reads it."""

from html import unescape

import pytest
from django.test import Client

from shop.retention import registry
from shop.retention.models import RetentionPeriod

pytestmark = pytest.mark.django_db

KEPT = {
    "answer": "24 hours from the request",
    "consent": "10 years from the day you agreed, or until you erase the figure",
    "contact": "365 days from your last visit",
    "event": "30 days from its arrival",
    "figure": "until you erase it",
    "mail": "14 days from the day it was written",
    "order": "8 years from the end of the year of the order",
    "photo": "7 days from its arrival, or 24 hours after the figure is ready if that comes first",
    "print_file": "until you erase the figure",
    "takeaway": "30 days from its making; it can be made again at any time",
    "unpaid_order": "30 days from the day of the order",
}


def shown(client: Client) -> dict[str, str]:
    """Return what the page says, by the titles of the data classes."""
    page = unescape(client.get("/my-data/").content.decode())
    found = {}
    for item in registry.data_classes():
        _, _, after = page.partition(f"<h3>{item.title}</h3>")
        found[item.key] = after.partition("<dt>Kept</dt><dd>")[2].partition("</dd>")[0]
    return found


def test_every_period_is_told_with_its_length(client: Client) -> None:
    assert shown(client) == KEPT


def test_a_period_that_the_staff_have_set_is_told(client: Client) -> None:
    RetentionPeriod.objects.create(data_class="photo", hours=36)
    RetentionPeriod.objects.create(data_class="event", hours=60 * 24)
    told = shown(client)
    assert told["photo"].startswith("36 hours from its arrival")
    assert told["event"] == "60 days from its arrival"
