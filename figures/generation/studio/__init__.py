"""The embedded figure engine: a photo becomes a recipe, a recipe becomes a vinyl toy.

Pure Python on numpy, OpenCV and numba; no web framework, no network, no state but caches.
"""
