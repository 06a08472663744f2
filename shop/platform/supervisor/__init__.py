"""Starts child processes, watches them, and leaves none behind."""
