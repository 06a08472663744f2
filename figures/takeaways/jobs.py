"""The job that makes one takeaway."""

from django.utils import timezone

from figures.generation import energy
from figures.generation.backends import GenerationError, get_backend
from figures.takeaways import making
from figures.takeaways.kinds import OFFERS, Kind
from figures.takeaways.models import Takeaway
from figures.takeaways.services import JOB
from figures.versions import art
from figures.versions import services as versions
from shop.platform.durable import registry
from shop.platform.durable.errors import PermanentFailure
from shop.platform.durable.running import RunningJob
from shop.vault import services as vault
from shop.vault.models import Blob


@registry.handler(JOB, queue="render", max_attempts=4)
def make(job: RunningJob) -> None:
    """Make the file, seal it under the figure's key and hand it over.

    The files are keyed by what they are made from: a job that is killed and tried again stores
    them once.
    """
    takeaway = (
        Takeaway.objects.select_related("version__figure", "version__recipe__key")
        .filter(pk=job.subject)
        .first()
    )
    if takeaway is None:
        raise PermanentFailure("erased", "The figure has been erased.")
    started = energy.cpu_clock()
    try:
        made = making.make(takeaway.version, Kind(takeaway.kind), takeaway.ground, job.report)
        job.report("keeping", 0.97)
        file, sprite = _put(takeaway, made)
    except GenerationError as error:
        raise PermanentFailure(error.code, error.message) from error
    except (art.ArtGone, vault.Shredded) as error:
        raise PermanentFailure("erased", "The figure has been erased.") from error
    used = energy.of_cpu_seconds(energy.cpu_clock() - started)
    with job.transaction():
        Takeaway.objects.filter(pk=takeaway.pk).update(
            file=file, sprite=sprite, facts=made.facts, made_at=timezone.now()
        )
        versions.add_energy(figure=takeaway.version.figure, used=used)
        job.finish()


def _put(takeaway: Takeaway, made: making.Made) -> tuple[Blob, Blob | None]:
    offer = OFFERS[Kind(takeaway.kind)]
    file = _sealed(takeaway, "file", made.data, offer.name, offer.media_type)
    if made.sprite is None:
        return file, None
    return file, _sealed(takeaway, "sprite", made.sprite, "turntable.webp", "image/webp")


def _sealed(takeaway: Takeaway, part: str, data: bytes, name: str, media_type: str) -> Blob:
    version = takeaway.version
    engine = get_backend(version.figure.backend).engine
    parts = (takeaway.kind, takeaway.ground, part, making.FORMAT, engine, version.digest)
    return vault.put(
        subject=version.figure_id,
        data=data,
        data_class="takeaway",
        name=name,
        media_type=media_type,
        content_key=vault.digest("takeaway", *parts),
    )
