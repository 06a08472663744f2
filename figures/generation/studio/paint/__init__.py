"""Paints the toy's face as vectors from the landmarks: crisp at any size."""
