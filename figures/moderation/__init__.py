"""Moderation: a person decides about one version."""
