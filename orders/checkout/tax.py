"""Value added tax by destination, in a dated table. Other countries are not sold to.

Prices include tax. The rates are the standard rates of the member states, as published by the
European Commission ("Taxes in Europe" database); a change is a new row with its date.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

VERSION = "eu-2026-01"


class NotSoldTo(Exception):
    """We do not ship to this country."""

    def __init__(self, country: str) -> None:
        super().__init__(f"We ship to {', '.join(COUNTRIES.values())} only.")
        self.country = country


@dataclass(frozen=True, slots=True)
class Rate:
    """One country's standard rate from a day on."""

    country: str
    since: date
    rate: Decimal


COUNTRIES: dict[str, str] = {
    "AT": "Austria",
    "BE": "Belgium",
    "DE": "Germany",
    "ES": "Spain",
    "FR": "France",
    "NL": "the Netherlands",
}

TABLE: tuple[Rate, ...] = (
    Rate("AT", date(1984, 1, 1), Decimal("0.20")),
    Rate("BE", date(1996, 1, 1), Decimal("0.21")),
    Rate("DE", date(2020, 7, 1), Decimal("0.16")),
    Rate("DE", date(2021, 1, 1), Decimal("0.19")),
    Rate("ES", date(2012, 9, 1), Decimal("0.21")),
    Rate("FR", date(2014, 1, 1), Decimal("0.20")),
    Rate("NL", date(2012, 10, 1), Decimal("0.21")),
)


def rate_for(country: str, on: date) -> Decimal:
    """Return the rate in force on a day, such as 0.19.

    Raises:
        NotSoldTo: the country is not in the table, or was not yet on that day.

    """
    in_force = [row for row in TABLE if row.country == country and row.since <= on]
    if not in_force:
        raise NotSoldTo(country)
    return max(in_force, key=lambda row: row.since).rate
