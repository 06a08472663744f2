from tests.orders.pages.scenes import scene

__all__ = ["scene"]
