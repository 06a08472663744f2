"""What several pages of one figure show."""

from typing import Any

from figures.generation import drafts
from figures.generation.selectors import Progress
from figures.versions.models import Figure, FigureVersion
from figures.versions.states import FigureState
from shop.vault import links
from shop.vault.models import Blob


def context_of(figure: Figure, version: FigureVersion | None, progress: Progress) -> dict[str, Any]:
    """Return what every page of a figure starts from."""
    return {
        "figure": figure,
        "version": version,
        "progress": progress,
        "state": state_of(figure, version, rendering=progress.rendering),
    }


def link(blob: Blob | None, owner_id: str) -> str:
    """Return a link that works for the owner alone; empty where there is nothing."""
    return links.link(blob, audience=owner_id) if blob is not None else ""


def state_of(figure: Figure, version: FigureVersion | None, *, rendering: bool) -> str:
    """Return everything that makes a page look different when it changes."""
    number = version.number if version else 0
    review = version.review_state if version else ""
    sketched = int(figure.state == FigureState.MAKING and drafts.sketch_of(figure) is not None)
    return f"{figure.state}:{number}:{review}:{int(rendering)}:{sketched}"


def sketch_link(figure: Figure) -> str:
    """Return a link to the first picture of a figure that is being made, once there is one."""
    if figure.state != FigureState.MAKING:
        return ""
    return link(drafts.sketch_of(figure), figure.owner_id)
