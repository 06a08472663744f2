"""The classic action figure: a person's proportions, joints that show."""

from figures.generation.studio.styles.base import Physique, Section, Style

_PHYSIQUE = Physique(
    trunk=(
        Section(55.5, 6.8, 5.4, 6.0),
        Section(58.5, 9.6, 6.6, 7.4),
        Section(62.0, 10.5, 6.9, 7.7),
        Section(66.0, 10.1, 6.6, 7.0),
        Section(70.0, 9.5, 6.4, 6.2),
        Section(75.0, 9.9, 6.9, 6.4),
        Section(81.0, 11.4, 7.9, 7.2),
        Section(86.0, 12.4, 7.9, 7.8),
        Section(90.0, 12.2, 6.6, 7.4),
        Section(92.6, 10.4, 5.4, 6.6),
        Section(95.0, 7.0, 4.4, 5.4),
        Section(97.4, 4.7, 3.8, 4.6),
        Section(99.0, 4.0, 3.5, 4.2),
    ),
    waist=69.5,
    chest=84.5,
    shoulder=(12.6, 88.4),
    upper_arm=19.2,
    forearm=17.0,
    arm=(3.7, 2.8, 2.2),
    hip=(5.6, 60.0),
    ankle=6.0,
    leg=(5.7, 4.0, 3.0),
    stance=8.2,
    foot=(3.8, 5.6, 8.8),
    hand=0.94,
    neck=3.9,
    chin=99.5,
    head=0.52,
    lift=34.0,
)

ITEM = Style(
    "hero",
    "Action figure",
    _PHYSIQUE,
    exaggeration=1.06,
    widen=1.0,
    lower=1.0,
    upper=0.98,
    eyes=1.16,
    shading=0.18,
    jointed=True,
)
