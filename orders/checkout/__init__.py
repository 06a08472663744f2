"""Checkout: shipping, tax and the frozen order."""
