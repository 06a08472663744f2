"""Storefront API keys: hashed, scoped, revocable."""
