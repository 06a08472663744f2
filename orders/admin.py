"""What the staff see of this floor; each part's admin lives beside its code."""

from orders.payments import admin as payments

__all__ = ["payments"]
