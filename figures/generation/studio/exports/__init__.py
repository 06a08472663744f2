"""What a figure becomes besides a picture: a turntable, a model to look at, a model to print.

Pure functions from a recipe; nothing is read or stored.
"""

from figures.generation.studio.exports.avatar import avatar_glb
from figures.generation.studio.exports.printable import (
    NotPrintableError,
    PrintModel,
    printable_stl,
)
from figures.generation.studio.exports.turntable import render_turntable

__all__ = [
    "NotPrintableError",
    "PrintModel",
    "avatar_glb",
    "printable_stl",
    "render_turntable",
]
