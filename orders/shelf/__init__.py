"""Shelf: every product with the person's own figure on it."""
