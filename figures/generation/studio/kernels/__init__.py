"""Compiled inner loops (numba). Everything else in the studio is plain numpy.

Fast-math lets pixels differ by a rounding between machines; on one machine they repeat exactly.
"""
