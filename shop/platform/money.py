"""Money as integer minor units with its ISO 4217 currency."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_ZERO_DECIMAL = frozenset({"JPY", "KRW", "CLP", "VND", "XOF", "XAF", "PYG", "RWF", "ISK"})


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units (cents) of one currency."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.amount) is not int:
            raise TypeError("Money holds whole minor units.")
        if len(self.currency) != 3 or not self.currency.isupper():
            raise ValueError("currency must be an ISO 4217 code.")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, factor: int) -> "Money":
        return Money(self.amount * factor, self.currency)

    def _same(self, other: "Money") -> None:
        if other.currency != self.currency:
            raise ValueError(f"Cannot mix {self.currency} and {other.currency}.")

    def __str__(self) -> str:
        if self.currency in _ZERO_DECIMAL:
            return f"{self.amount} {self.currency}"
        sign = "-" if self.amount < 0 else ""
        whole, cents = divmod(abs(self.amount), 100)
        return f"{sign}{whole}.{cents:02d} {self.currency}"

    def as_json(self) -> dict[str, int | str]:
        """Return `{"amount": minor units, "currency": code}`, the form of the REST API."""
        return {"amount": self.amount, "currency": self.currency}


def tax_included(gross: int, rate: Decimal) -> int:
    """Return the tax inside `gross` minor units at `rate` (0.19 for 19 %), half up."""
    net = Decimal(gross) / (1 + rate)
    return gross - int(net.quantize(Decimal(1), rounding=ROUND_HALF_UP))
