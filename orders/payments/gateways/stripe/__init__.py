"""Stripe Checkout Sessions, hosted page."""
