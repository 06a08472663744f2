"""Mockups: finished art in, a photograph-like picture of the product out. Pure functions."""

from shop.mockups.render import content_key, render_mockup
from shop.mockups.scenes import SCENES, Scene, scenes_for

__all__ = ["SCENES", "Scene", "content_key", "render_mockup", "scenes_for"]
