"""The orders app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Baskets, orders, payments, print files, parcels."""

    name = "orders"

    def ready(self) -> None:
        """Register jobs and listeners."""
        from orders import retention
        from orders.basket import proofs  # noqa: F401
        from orders.checkout import jobs as checkout  # noqa: F401
        from orders.fulfilment import jobs as fulfilment  # noqa: F401
        from orders.payments import jobs as payments  # noqa: F401
        from orders.printing import jobs as printing  # noqa: F401
        from orders.shelf import services as shelf  # noqa: F401

        retention.register_all()
