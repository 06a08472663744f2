"""Walks one order from the photo to the parcel, only over HTTP.

It imports nothing of Django and nothing of Shelfie: it knows pages, forms and the REST API as a
browser and a storefront do. Start it with `python -m orders.walkthrough --help`.
"""
