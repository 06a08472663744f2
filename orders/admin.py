"""What the staff see of this floor; each part's admin lives beside its code."""

from orders.checkout import admin as checkout
from orders.payments import admin as payments
from orders.printing import admin as printing

__all__ = ["checkout", "payments", "printing"]
