"""The bobblehead: a detailed caricature of a head on a spring, over a small body on a base."""

from figures.generation.studio.styles.base import Physique, Section, Style

_PHYSIQUE = Physique(
    trunk=(
        Section(25.0, 6.0, 4.6, 5.0),
        Section(27.0, 7.9, 5.6, 6.0),
        Section(29.5, 8.4, 5.8, 6.2),
        Section(32.5, 8.0, 5.6, 5.7),
        Section(35.0, 7.8, 5.5, 5.4),
        Section(39.0, 8.5, 6.0, 5.7),
        Section(43.0, 9.4, 6.3, 6.2),
        Section(46.0, 9.4, 5.8, 6.0),
        Section(48.0, 8.0, 5.0, 5.4),
        Section(50.0, 5.6, 4.2, 4.9),
        Section(51.6, 4.3, 3.6, 4.4),
    ),
    waist=34.5,
    chest=42.0,
    shoulder=(9.1, 45.0),
    upper_arm=9.6,
    forearm=8.6,
    arm=(3.2, 2.8, 2.1),
    hip=(4.4, 28.5),
    ankle=4.8,
    leg=(4.1, 3.2, 2.6),
    stance=5.4,
    foot=(3.5, 5.2, 6.4),
    hand=0.86,
    neck=2.6,
    chin=54.4,
    head=1.12,
    lift=-12.0,
)

ITEM = Style(
    "bobble",
    "Bobblehead",
    _PHYSIQUE,
    exaggeration=1.5,
    widen=1.06,
    lower=0.98,
    upper=0.96,
    eyes=1.28,
    shading=0.22,
    taper=0.03,
    neck="spring",
    base="disc",
)
