"""Looks: everything that was chosen, and how older ones are read."""

import pytest

from figures.generation.backends import get_backend
from figures.generation.look import Accessory, Look, LookRefused
from figures.generation.options import choice_fields
from figures.generation.services import checked_look
from figures.generation.studio.recipe_edit import EDITS

STUDIO = get_backend("studio")


def test_a_look_survives_being_written() -> None:
    look = Look("Ada", "Ready", (Accessory("dog", "Rex"),), {"skin_tone": 4, "pose": "wave"}, "x")
    assert Look.from_json(look.as_json()) == look


def test_a_look_from_before_there_were_choices_is_read() -> None:
    older = {
        "name": "Ada",
        "tagline": "",
        "accessories": [{"kind": "dog", "label": "Rex"}],
        "pose": "hips",
        "colours": {"skin": [1, 2, 3], "hair": [10, 20, 30], "outfit": [255, 0, 128]},
    }
    assert Look.from_json(older) == Look(
        "Ada",
        accessories=(Accessory("dog", "Rex"),),
        choices={
            "pose": "hips",
            "skin_tone": "#010203",
            "hair_colour": "#0a141e",
            "outfit_main": "#ff0080",
        },
    )


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        ({"hairstyle": "beehive"}, "choices.hairstyle"),
        ({"skin_tone": 11}, "choices.skin_tone"),
        ({"outfit_main": "red"}, "choices.outfit_main"),
        ({"camera": "x"}, "choices.camera"),
        ({"pose": "wave", "outfit_words": "far too many words"}, "choices.outfit_words"),
    ],
)
def test_an_impossible_choice_is_refused_by_its_name(
    choices: dict[str, str | int], field: str
) -> None:
    with pytest.raises(LookRefused) as refused:
        checked_look(STUDIO, name="Ada", tagline="", accessories=[], choices=choices)
    assert refused.value.field == field


def test_everything_the_engine_edits_is_on_offer() -> None:
    """Only the camera is not, and things lie in the box; what has no preset yet has no question."""
    offered = set(choice_fields(STUDIO.options()))
    unasked = set(EDITS) - offered - {"camera", "accessories"}
    assert unasked <= {"expression", "covering"}
    assert {"style", "pose", "body", "skin_tone", "hairstyle", "glasses", "outfit"} <= offered


def test_every_item_on_offer_is_possible() -> None:
    for field in choice_fields(STUDIO.options()).values():
        for item in field.items:
            assert STUDIO.checked_choices({field.key: item.value}) == {field.key: item.value}
        assert field.kind == "words" or len(field.items) > 0
        values = [item.value for item in field.items]
        assert len(set(values)) == len(values)
        assert field.default is None or field.kind == "words" or field.default in values


def test_a_new_preset_is_on_offer_at_once() -> None:
    from figures.generation.studio.poses import POSES

    poses = choice_fields(STUDIO.options())["pose"]
    assert {item.value for item in poses.items} == set(POSES)
    assert {item.label for item in poses.items} == {pose.label for pose in POSES.values()}
