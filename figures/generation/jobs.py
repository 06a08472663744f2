"""Jobs of this capability: make a figure from its photo, or a new version from its recipe."""

from django.db import transaction
from django.utils import timezone

from figures.generation import drafts, energy, hosting, making, quota
from figures.generation.backends import GenerationBackend, GenerationError, get_backend
from figures.generation.backends.base import Progress
from figures.generation.backends.hosted import HostedBackend
from figures.generation.look import Look
from figures.generation.services import unseal_look
from figures.intake import services as intake
from figures.intake.models import Photo
from figures.spending import services as spending
from figures.versions import services as versions
from figures.versions.looks import keep_reading, reading_of
from figures.versions.models import Figure
from figures.versions.states import FigureState
from shop.platform.durable import registry
from shop.platform.durable.errors import PermanentFailure
from shop.platform.durable.running import RunningJob
from shop.vault import services as vault
from shop.vault.models import Blob


def _failed(job: RunningJob, code: str, message: str) -> None:
    """Mark the figure failed and give the generation back."""
    Figure.objects.filter(
        pk=job.subject, state__in=[FigureState.QUEUED, FigureState.MAKING]
    ).update(state=FigureState.FAILED, error_code=code, error_message=message)
    quota.refund(figure_id=job.subject, reason=code)
    drafts.forget_unused(Figure.objects.get(pk=job.subject))
    registry.publish("figure.failed", figure_id=job.subject)


# A hosted generator is waited for, not computed: it must not hold up the one that renders.
@registry.handler("figures.generate_hosted", max_attempts=4, on_failure=_failed)
@registry.handler("figures.generate", queue="render", max_attempts=4, on_failure=_failed)
def generate(job: RunningJob) -> None:
    """Read the photo, write the recipe, render, and commit the first version.

    Everything stored on the way is keyed by its content: a job that is killed and tried again
    finds it instead of storing it twice.
    """
    figure = _figure(job)
    started = energy.cpu_clock()
    with job.transaction():
        Figure.objects.filter(pk=figure.pk, state=FigureState.QUEUED).update(
            state=FigureState.MAKING
        )
    backend = get_backend(figure.backend)
    look = _look(figure.wanted)
    told = _told(job)
    told("reading", 0.1)
    try:
        recipe = _recipe(job, figure, backend, look, told)
        if backend.capabilities.edit:
            _keep(figure, recipe)
            recipe = backend.edit_recipe(recipe, look)
    except GenerationError as error:
        raise PermanentFailure(error.code, error.message) from error
    if backend.capabilities.rerender:
        _sketch(figure, backend, recipe, told)
    draft = _draft(told, figure, recipe, look)
    used = _used(backend, energy.cpu_clock() - started)
    with job.transaction():
        versions.add(figure=figure, draft=draft)
        spending.forget_answers(figure)
        Figure.objects.filter(pk=figure.pk).update(
            state=FigureState.READY,
            ready_at=timezone.now(),
            engine=backend.engine,
            cpu_seconds=used.cpu_seconds,
            energy_wh=used.watt_hours,
            energy_method=used.method,
        )
        Photo.objects.filter(pk=figure.photo_id, deleted_at=None).update(
            delete_after=timezone.now() + intake.LIFE_AFTER_FIGURE
        )
        drafts.forget_unused(figure)
        registry.publish("figure.ready", figure_id=figure.pk)
        job.finish()


def _recipe(
    job: RunningJob, figure: Figure, backend: GenerationBackend, look: Look, told: Progress
) -> bytes:
    def photo() -> hosting.Portrait:
        return _photo(figure), intake.face_box(_photo_row(figure))

    if isinstance(backend, HostedBackend):
        return hosting.obtain(job, figure=figure, backend=backend, look=look, photo=photo)
    return backend.make_recipe(*photo(), look, told)


def _used(backend: GenerationBackend, cpu_seconds: float) -> energy.Energy:
    """Return our own share; where another company draws, its share is not known, nor the sum."""
    if isinstance(backend, HostedBackend):
        return energy.Energy(round(cpu_seconds, 2), None, backend.energy_method)
    return energy.of_cpu_seconds(cpu_seconds)


@registry.handler("figures.render_version", queue="render", max_attempts=4)
def render_version(job: RunningJob) -> None:
    """Lay a look over what the photo showed, render it, and commit it as a new version."""
    figure = _figure(job)
    started = energy.cpu_clock()
    backend = get_backend(figure.backend)
    reading = reading_of(figure)
    if reading is None:
        raise PermanentFailure("no_recipe", "This version can no longer be changed.")
    wanted = Blob.objects.select_related("key").get(pk=job.payload["look"])
    look = _look(wanted)
    try:
        recipe = backend.edit_recipe(vault.read(reading), look)
    except GenerationError as error:
        raise PermanentFailure(error.code, error.message) from error
    draft = _draft(_told(job), figure, recipe, look, after=job.payload.get("after", 0))
    used = _used(backend, energy.cpu_clock() - started)
    with job.transaction():
        versions.add(figure=figure, draft=draft)
        versions.add_energy(figure=figure, used=used)
        job.finish()
    vault.delete(wanted)


def _figure(job: RunningJob) -> Figure:
    figure = Figure.objects.select_related("photo__blob__key", "wanted__key").get(pk=job.subject)
    if figure.state == FigureState.ERASED:
        raise PermanentFailure("erased", "The figure has been erased.")
    return figure


def _photo_row(figure: Figure) -> Photo:
    if figure.photo is None:
        raise PermanentFailure("photo_gone", "The photo was deleted before the figure was made.")
    return figure.photo


def _photo(figure: Figure) -> "versions.Pixels":
    try:
        return intake.load(_photo_row(figure))
    except intake.PhotoGone as error:
        raise PermanentFailure(
            "photo_gone", "The photo was deleted before the figure was made."
        ) from error


def _look(blob: Blob | None) -> Look:
    if blob is None:
        raise PermanentFailure("erased", "The figure has been erased.")
    try:
        return unseal_look(blob)
    except vault.Shredded as error:
        raise PermanentFailure("erased", "The figure has been erased.") from error


def _keep(figure: Figure, recipe: bytes) -> None:
    try:
        keep_reading(figure, recipe)
    except vault.Shredded as error:
        raise PermanentFailure("erased", "The figure has been erased.") from error


def _sketch(figure: Figure, backend: GenerationBackend, recipe: bytes, told: Progress) -> None:
    """Render small first: the person sees who they become while the large picture is made."""
    told("sketching", 0.0)
    width, height = drafts.SKETCH
    picture = backend.render(
        recipe, width=width, height=height, progress=lambda stage, done: told("sketching", 0.5)
    )
    try:
        drafts.keep_sketch(figure, picture)
    except vault.Shredded as error:
        raise PermanentFailure("erased", "The figure has been erased.") from error
    told("sketching", 1.0)


# Share of the whole that each stage takes, from .. to.
_SPANS = {
    "reading": (0.0, 0.08),
    "sketching": (0.08, 0.16),
    "painting": (0.16, 0.26),
    "sculpting": (0.26, 0.45),
    "photographing": (0.45, 0.7),
    "boxing": (0.7, 0.95),
    "labelling": (0.95, 0.97),
    "keeping": (0.97, 1.0),
}


def _told(job: RunningJob) -> Progress:
    """Return the callback that work tells its stages to, each from 0 to 1.

    It raises `LeaseLost` in the middle of the work once the job is cancelled.
    """

    def told(stage: str, done: float) -> None:
        start, end = _SPANS.get(stage, (0.0, 0.0))
        job.report(stage, start + (end - start) * done)

    return told


def _draft(
    told: Progress, figure: Figure, recipe: bytes, look: Look, *, after: int = 0
) -> versions.Draft:
    backend = get_backend(figure.backend)
    edition = versions.edition_of(figure)
    pictures = making.make_pictures(
        backend=backend, recipe=recipe, look=look, edition=edition, progress=told
    )
    told("keeping", 0.0)
    try:
        return versions.seal(
            figure=figure, recipe=recipe, look=look, pictures=pictures, after=after
        )
    except vault.Shredded as error:
        raise PermanentFailure("erased", "The figure has been erased.") from error


def forget_photo(*, photo_id: str, reason: str) -> None:
    """Fail figures still waiting for a photo that has just been deleted."""
    with transaction.atomic():
        for figure in Figure.objects.filter(photo_id=photo_id, state=FigureState.QUEUED):
            Figure.objects.filter(pk=figure.pk).update(
                state=FigureState.FAILED,
                error_code="photo_gone",
                error_message="The photo was deleted before the figure was made.",
            )
            quota.refund(figure_id=figure.pk, reason=reason)


registry.subscribe("photo.deleted", forget_photo)
