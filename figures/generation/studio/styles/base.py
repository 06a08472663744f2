"""Proportions of a kind of figure."""

from dataclasses import dataclass
from typing import Literal

# What a figure stands on, and what carries its head.
Base = Literal["none", "disc"]
Neck = Literal["plain", "spring"]


@dataclass(frozen=True)
class Section:
    """One level of the trunk, mm: its height and how far it reaches to the sides and in depth."""

    y: float
    width: float
    front: float
    back: float


@dataclass(frozen=True)
class Physique:
    """The regular body of a style, standing on y = 0, mm.

    Attributes:
        trunk: levels from the crotch to the root of the neck, upwards.
        waist: height of the waist.
        chest: height of the chest.
        shoulder: place of the left shoulder joint, x and y.
        upper_arm: length from shoulder to elbow.
        forearm: length from elbow to wrist.
        arm: bare radii at shoulder, elbow and wrist.
        hip: place of the left hip joint, x and y.
        ankle: height of the ankle.
        leg: bare radii at hip, knee and ankle.
        stance: half the distance between the feet.
        foot: half width, height and half length of a shoe.
        hand: size of the hands, 1 is the vinyl toy's.
        neck: radius of the neck.
        chin: height the neck's pivot in the head comes to lie at.
        head: size of the head, 1 is the vinyl toy's.
        lift: degrees by which raised arms go up further, where the head leaves room.

    """

    trunk: tuple[Section, ...]
    waist: float
    chest: float
    shoulder: tuple[float, float]
    upper_arm: float
    forearm: float
    arm: tuple[float, float, float]
    hip: tuple[float, float]
    ankle: float
    leg: tuple[float, float, float]
    stance: float
    foot: tuple[float, float, float]
    hand: float
    neck: float
    chin: float
    head: float = 1.0
    lift: float = 0.0


@dataclass(frozen=True)
class Style:
    """How a person becomes a toy.

    Attributes:
        name: key in recipes.
        label: words for people.
        physique: proportions of the body.
        exaggeration: how far landmarks move away from the mean face; 1 leaves them.
        widen: factor on x.
        lower: factor on y below the eyes.
        upper: factor on y above the eyes.
        eyes: factor on the eyes' width.
        shading: share of the photo's own shading on the painted face.
        taper: how much narrower than the person's the face gets towards the chin, share.
        jointed: whether shoulders, elbows, wrists, waist and knees show their joints.
        neck: what carries the head.
        base: what it stands on.

    """

    name: str
    label: str
    physique: Physique
    exaggeration: float = 1.45
    widen: float = 1.16
    lower: float = 0.90
    upper: float = 0.92
    eyes: float = 1.62
    shading: float = 0.17
    taper: float = 0.0
    jointed: bool = False
    neck: Neck = "plain"
    base: Base = "none"
