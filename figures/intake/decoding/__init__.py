"""Decodes uploads in a guarded child process; kept light, for the child imports it too."""

from figures.intake.decoding.service import DecodedPhoto, decode_photo, pool
from figures.intake.decoding.sniff import SourceFormat

__all__ = ["DecodedPhoto", "SourceFormat", "decode_photo", "pool"]
