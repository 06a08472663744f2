"""The designer toy: large head, large painted eyes, a short soft body."""

from figures.generation.studio.styles.base import Physique, Section, Style

_PHYSIQUE = Physique(
    trunk=(
        Section(22.5, 7.6, 5.4, 5.4),
        Section(25.0, 9.8, 6.4, 6.4),
        Section(28.0, 10.3, 6.7, 6.6),
        Section(32.0, 10.0, 6.6, 6.3),
        Section(36.0, 10.2, 6.8, 6.4),
        Section(41.0, 11.0, 7.1, 6.8),
        Section(45.0, 11.4, 6.9, 6.8),
        Section(48.0, 10.6, 6.2, 6.3),
        Section(50.5, 8.4, 5.4, 5.7),
        Section(53.0, 5.9, 4.8, 5.4),
        Section(55.0, 4.9, 4.2, 5.2),
    ),
    waist=29.0,
    chest=41.5,
    shoulder=(10.4, 46.6),
    upper_arm=9.9,
    forearm=9.2,
    arm=(3.9, 3.4, 2.5),
    hip=(4.9, 25.5),
    ankle=6.0,
    leg=(5.0, 4.4, 3.7),
    stance=6.0,
    foot=(4.6, 7.0, 7.4),
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
