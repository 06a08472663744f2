"""Figures and their immutable versions."""
