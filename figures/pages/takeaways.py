"""Take it with you: ask for a file of the figure, stop or delete it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from figures.generation.studio.box import PALETTES
from figures.pages import visitors
from figures.pages.answers import status_json
from figures.takeaways import selectors, services
from figures.takeaways.kinds import OFFERS, Kind
from figures.versions.models import Figure, FigureVersion
from figures.versions.selectors import latest_version
from shop.vault import links
from shop.vault.models import Blob

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A takeaway with its links."""

    shown: selectors.Shown
    file: str
    sprite: str

    @property
    def is_picture(self) -> bool:
        """Whether the file can be shown on the page."""
        blob = self.shown.file
        return blob is not None and blob.media_type.startswith("image/")

    @property
    def megabytes(self) -> float:
        """Size of the file."""
        return self.shown.file.size / _MB if self.shown.file else 0.0


@dataclass(frozen=True, slots=True)
class Section:
    """What `parts/takeaways.html` shows: the turntable, pictures and models of a version."""

    turntable: Entry
    pictures: list[Entry]
    models: list[Entry]
    making: selectors.Shown | None
    state: str
    refused: str
    grounds: list[str]


def section(version: FigureVersion) -> Section:
    """Return the section of the figure's page; its links work for the owner alone."""
    shown = selectors.takeaways(version)
    making = selectors.being_made(shown)
    entries = [_entry(item, version.figure.owner_id) for item in shown]
    return Section(
        turntable=next(entry for entry in entries if entry.shown.kind == Kind.TURNTABLE),
        pictures=[entry for entry in entries if not OFFERS[entry.shown.kind].solid],
        models=[
            entry
            for entry in entries
            if OFFERS[entry.shown.kind].solid and entry.shown.kind != Kind.TURNTABLE
        ],
        making=making[0] if making else None,
        state=state_of(making),
        refused=services.reason_against(version, Kind.CUTOUT),
        grounds=list(PALETTES),
    )


def _entry(shown: selectors.Shown, owner_id: str) -> Entry:
    return Entry(shown, _link(shown.file, owner_id), _link(shown.sprite, owner_id))


def _link(blob: Blob | None, owner_id: str) -> str:
    return links.link(blob, audience=owner_id) if blob is not None else ""


@never_cache
@require_safe
def status(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Answer what is being made, for the page's script."""
    version = _version(visitors.own_figure(request, figure_id))
    making = selectors.being_made(selectors.takeaways(version))
    first = making[0] if making else None
    return status_json(
        request,
        {
            "state": state_of(making),
            "stage": f"{first.kind.label}: {first.stage}" if first else "",
            "progress": round(first.progress, 3) if first else 1.0,
        },
    )


def state_of(making: list[selectors.Shown]) -> str:
    """Return what changes whenever the page has to be shown anew."""
    return ",".join(item.kind.value for item in making)


@require_POST
def make(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Ask for one."""
    version = _version(visitors.own_figure(request, figure_id))
    try:
        services.request(
            version=version, kind=_kind(request), ground=request.POST.get("ground", "")
        )
    except services.NotOffered as refused:
        messages.error(request, str(refused))
    except ValueError:
        raise Http404 from None
    return _back(figure_id)


@require_POST
def drop(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Stop its making, or delete it."""
    version = _version(visitors.own_figure(request, figure_id))
    takeaway = version.takeaways.filter(kind=_kind(request)).first()
    if takeaway is not None:
        services.drop(takeaway)
    return _back(figure_id)


def _back(figure_id: str) -> HttpResponse:
    return redirect(f"{reverse('figures:figure', args=[figure_id])}#takeaways")


def _kind(request: HttpRequest) -> Kind:
    try:
        return Kind(request.POST.get("kind", ""))
    except ValueError:
        raise Http404 from None


def _version(figure: Figure) -> FigureVersion:
    version = latest_version(figure)
    if version is None:
        raise Http404
    return version
