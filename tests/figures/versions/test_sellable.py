"""Only an approved version that is not frozen, of a figure that is there, may be sold."""

import pytest
from django.utils import timezone

from figures.versions.selectors import is_sellable
from figures.versions.services import freeze
from figures.versions.states import FigureState, ReviewState
from tests.figures.conftest import Published
from tests.figures.factories import make_figure, make_version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("erased", [False, True])
@pytest.mark.parametrize("frozen", [False, True])
@pytest.mark.parametrize("review", ReviewState.values)
@pytest.mark.parametrize("state", FigureState.values)
def test_table(state: str, review: str, frozen: bool, erased: bool) -> None:
    now = timezone.now()
    figure = make_figure(state=state, erased_at=now if erased else None)
    version = make_version(figure=figure, review_state=review, frozen_at=now if frozen else None)
    wanted = (state, review, frozen, erased) == ("ready", "approved", False, False)
    assert is_sellable(version) is wanted


def test_no_version() -> None:
    assert is_sellable(None) is False


def test_freezing_withdraws_once(published: Published) -> None:
    version = make_version()
    assert is_sellable(version)
    assert freeze(version=version, reason="reported") is True
    assert freeze(version=version, reason="again") is False
    assert not is_sellable(version)
    assert version.frozen_reason == "reported"
    assert published == [("figure_version.withdrawn", {"version_id": version.pk})]
