"""Which rules fire on a version, and that they only queue."""

import pytest

from figures.moderation import services as moderation
from figures.moderation import showing
from figures.screening.services import RuleHit, screen
from tests.figures.factories import make_version, make_waiting

pytestmark = pytest.mark.django_db


def test_nothing_to_point_at() -> None:
    version = make_waiting(box_name="Dick Van Dyke", box_tagline="At home", accessories=[])
    assert screen(version=version) == []


def test_every_text_on_the_box_is_read() -> None:
    version = make_waiting(
        box_name="N4z1",
        box_tagline="Friend of Elon Musk",
        accessories=[["cup", "Tea"], ["book", "L E G O book"]],
    )
    assert screen(version=version) == [
        RuleHit("text_insult", "nazi"),
        RuleHit("text_trademark", "lego"),
        RuleHit("public_figure", "elon musk"),
    ]


@pytest.mark.parametrize(("declaration", "fires"), [("me", 0), ("permission", 0), ("child", 1)])
def test_a_declared_child(declaration: str, fires: int) -> None:
    hits = screen(version=make_waiting(declaration=declaration))
    assert hits == [RuleHit("child", "The uploader says that it is their child.")] * fires


def test_a_figure_without_a_photo() -> None:
    assert screen(version=make_version()) == []


def test_a_hit_queues_and_never_decides() -> None:
    version = make_waiting(box_name="Adolf Hitler", declaration="child")
    review = moderation.enqueue_review(version=version)
    version.refresh_from_db()
    assert (review.state, version.review_state) == ("queued", "queued")
    assert [hit["code"] for hit in review.rules] == ["text_insult", "child"]
    assert moderation.enqueue_review(version=version) == review


def test_the_review_keeps_the_listed_word_not_the_written_one() -> None:
    review = moderation.enqueue_review(version=make_waiting(box_name="Otto H1tl3r"))
    assert review.rules == [{"code": "text_insult", "detail": "hitler"}]


def test_the_desk_marks_the_hits_where_they_stand() -> None:
    version = make_waiting(
        box_name="Juno N4z1 Park", box_tagline="", accessories=[["cup", "Tea"], ["book", "LEGO"]]
    )
    lines = showing.lines_of(moderation.enqueue_review(version=version))
    shown = [(line.place, [(part.words, part.rule) for part in line.parts]) for line in lines]
    assert shown == [
        ("Name", [("Juno ", ""), ("N4z1", "Insult or hate"), (" Park", "")]),
        ("Accessory 1", [("Tea", "")]),
        ("Accessory 2", [("LEGO", "Trademark")]),
    ]
