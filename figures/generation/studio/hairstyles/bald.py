"""No hair."""

from figures.generation.studio.hairstyles.base import Hairstyle

ITEM = Hairstyle("bald", "Bald", "bald", texture="straight", outer=(), face=())
