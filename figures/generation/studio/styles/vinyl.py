"""The designer toy: large head, large painted eyes, a short soft body."""

from figures.generation.studio.styles.base import Physique, Section, Style

_PHYSIQUE = Physique(
    trunk=(
        Section(21.4, 4.6, 3.4, 3.8),
        Section(23.0, 7.4, 5.0, 5.6),
        Section(25.0, 8.9, 6.2, 6.7),
        Section(28.0, 9.4, 6.5, 6.9),
        Section(32.0, 9.1, 6.4, 6.2),
        Section(36.0, 9.2, 6.5, 6.0),
        Section(41.0, 10.0, 6.9, 6.4),
        Section(45.0, 10.5, 6.7, 6.6),
        Section(48.0, 9.6, 6.0, 6.2),
        Section(50.5, 7.6, 5.2, 5.6),
        Section(53.0, 5.6, 4.7, 5.3),
        Section(55.0, 4.8, 4.2, 5.1),
    ),
    waist=29.0,
    chest=41.5,
    shoulder=(9.7, 46.3),
    upper_arm=10.5,
    forearm=9.9,
    arm=(3.7, 3.15, 2.35),
    hip=(4.9, 25.5),
    ankle=6.0,
    leg=(4.7, 3.75, 3.2),
    stance=6.0,
    foot=(4.4, 6.8, 7.6),
    hand=1.0,
    neck=5.0,
    chin=49.9,
)

ITEM = Style(
    "vinyl",
    "Vinyl toy",
    _PHYSIQUE,
    exaggeration=1.6,
    widen=1.05,
    lower=0.96,
    upper=0.93,
    eyes=1.42,
    shading=0.16,
    taper=0.07,
)
