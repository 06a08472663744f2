"""A figure with everything a figure can have, each part marked, as rows and sealed blobs."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from figures.generation.look import Accessory, Look
from figures.generation.making import Pictures
from figures.generation.services import seal_look
from figures.intake.models import Declaration, Photo
from figures.versions import services as versions
from figures.versions.models import Figure, FigureVersion
from figures.versions.states import FigureState
from orders.basket.models import BasketLine
from orders.basket.services import open_basket
from orders.checkout.models import Order
from orders.checkout.states import OrderState
from orders.printing.models import PrintFile
from shop.platform.owners import services as owners
from shop.platform.owners.models import Owner
from shop.vault import services as vault
from shop.vault.models import Blob
from tests.orders.factories import make_order

# A listed mark, so that screening quotes the box in the review's row.
MARK = "Barbie"


@dataclass(frozen=True, slots=True)
class Marked:
    """A figure, what it was made from, and what was made of it."""

    owner: Owner
    token: str
    photo: Photo
    figure: Figure
    version: FigureVersion
    order: Order


def make_photo(owner: Owner, data: bytes = b"sample photo") -> Photo:
    """A photo that is kept for another week."""
    photo = Photo.objects.create(
        owner=owner,
        declaration=Declaration.ME,
        width=640,
        height=480,
        faces=[[10.0, 10.0, 100.0, 100.0]],
        chosen_face=0,
        delete_after=timezone.now() + timedelta(days=7),
    )
    photo.blob = sealed(photo.pk, "photo", data)
    photo.save()
    return photo


def sealed(subject: str, data_class: str, data: bytes, content_key: str = "") -> Blob:
    """Data in the vault."""
    return vault.put(
        subject=subject,
        data=data,
        data_class=data_class,
        name=f"{data_class}.bin",
        media_type="application/octet-stream",
        content_key=content_key,
    )


def make_marked(*, name: str, marker: bytes, state: OrderState = OrderState.SHIPPED) -> Marked:
    """A guest's finished figure with art, recipe, mockup, proof, print file and an order.

    Args:
        name: what stands on the box.
        marker: is part of every blob.
        state: of the order.

    """
    owner, token = owners.new_guest()
    Owner.objects.filter(pk=owner.pk).update(email="sample.person@mail.example")
    owner.refresh_from_db()
    photo = make_photo(owner, marker)
    look = Look(name=name, tagline=f"{MARK} {name}", accessories=(Accessory("dog", name),))
    figure = Figure.objects.create(
        owner=owner, photo=photo, state=FigureState.READY, ready_at=timezone.now()
    )
    figure.wanted = seal_look(figure.pk, look)
    figure.save()
    draft = versions.seal(
        figure=figure,
        recipe=b"recipe " + marker,
        look=look,
        pictures=Pictures(cutout=b"1" + marker, box=b"2" + marker, preview=b"3" + marker),
    )
    version = versions.add(figure=figure, draft=draft)
    order = make_order(owner=owner, version=version, state=state)
    _products(order, version, marker)
    return Marked(owner, token, photo, figure, version, order)


def _products(order: Order, version: FigureVersion, marker: bytes) -> None:
    subject = version.figure_id
    sealed(subject, "mockup", b"mockup " + marker, content_key="m" * 64)
    line = order.lines.get()
    BasketLine.objects.create(
        basket=open_basket(owner=order.owner),
        variant=line.variant,
        version=version,
        proof=sealed(subject, "proof", b"proof " + marker),
        proof_sha256="0" * 64,
    )
    PrintFile.objects.create(
        line=line,
        blob=sealed(subject, "print_file", b"%PDF " + marker),
        proof_sha256="0" * 64,
        md5="0" * 32,
        sha256="0" * 64,
        pages=1,
        effective_dpi=300.0,
        passed=True,
    )
