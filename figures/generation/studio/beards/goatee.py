"""Around the mouth and on the chin."""

from figures.generation.studio.beards.base import Beard

ITEM = Beard("goatee", "Goatee", thickness=0.075, drop=0.06)
