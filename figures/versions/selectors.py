"""Read figures and versions, always within one owner."""

from django.db.models import QuerySet

from figures.versions.models import Figure, FigureVersion
from figures.versions.states import FigureState, ReviewState
from shop.platform.owners.models import Owner


def figures_of(owner: Owner) -> QuerySet[Figure]:
    """Return the owner's figures that still exist, newest first."""
    return Figure.objects.filter(owner=owner, erased_at=None).order_by("-created_at")


def get_figure(*, owner: Owner, figure_id: str) -> Figure:
    """Return one of the owner's figures.

    Raises:
        Figure.DoesNotExist: unknown, erased, or somebody else's.

    """
    return figures_of(owner).select_related("photo").get(pk=figure_id)


def get_version(*, owner: Owner, version_id: str) -> FigureVersion:
    """Return one version of one of the owner's figures.

    Raises:
        FigureVersion.DoesNotExist: unknown, erased, or somebody else's.

    """
    return FigureVersion.objects.select_related("figure").get(
        pk=version_id, figure__owner=owner, figure__erased_at=None
    )


def latest_version(figure: Figure) -> FigureVersion | None:
    """Return the newest version, if the figure has come that far."""
    return figure.versions.order_by("-number").first()


def is_sellable(version: FigureVersion | None) -> bool:
    """Whether the version may be paid, printed and shipped: approved, not frozen, not erased."""
    return (
        version is not None
        and version.review_state == ReviewState.APPROVED
        and version.frozen_at is None
        and version.figure.state == FigureState.READY
        and version.figure.erased_at is None
    )
