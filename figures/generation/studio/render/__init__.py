"""Photographs a sculpture."""
