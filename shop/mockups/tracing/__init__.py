"""Traces the sets that mockups are composed on. Needed only to bake scene files."""
