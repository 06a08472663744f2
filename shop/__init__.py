"""The ground floor: the Django project and what both floors above stand on."""

from shop.celery import app as celery_app

__all__ = ["celery_app"]
