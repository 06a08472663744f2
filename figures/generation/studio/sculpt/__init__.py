"""Builds the solids of a figure: head, hair, limbs, and what they are made of."""
