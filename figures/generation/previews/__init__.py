"""Small pictures of looks that nobody has asked to keep, made while somebody tries things."""

from figures.generation.previews.service import Previewer, PreviewFailed, previewer

__all__ = ["PreviewFailed", "Previewer", "previewer"]
