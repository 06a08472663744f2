"""Screening: rules that send a version to a person; they never ban."""
