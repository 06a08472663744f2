"""A figure that cannot be rendered again is printed as large as its picture allows, no larger."""

from dataclasses import replace

import numpy as np
import pytest
from django.utils.html import escape

from figures.versions import art
from figures.versions.models import FigureVersion
from orders.basket import proofs
from orders.basket.models import Basket, BasketLine
from orders.basket.proofs import request_proof, softness
from orders.basket.services import add_line
from orders.printing.layouts import fits, layout_for
from orders.shelf.services import variants_for
from shop.catalogue.models import Variant
from shop.catalogue.services import load as load_catalogue
from shop.platform.durable import services as durable
from shop.platform.durable.models import Job, JobState
from shop.platform.owners.services import new_guest
from shop.prepress.errors import PrepressError
from shop.prepress.pdf import assemble
from shop.prepress.specs import load_spec
from tests.faults.world import make_approved_version
from tests.orders.factories import make_owner, make_version
from tests.orders.pages.scenes import client_of
from tests.support.hosted_figures import ask_for_figure, run_jobs
from tests.support.openai_fixtures import hosted, images_api, recipients
from tests.support.openai_stub import OpenAIStub

__all__ = ["hosted", "images_api", "recipients"]

pytestmark = pytest.mark.django_db

# 452 pixels high: 7.5 cm of sticker, but no A4.
SMALL, LARGE = "STICKER-75", "PRINT-A4"


def variant(sku: str) -> Variant:
    return Variant.objects.select_related("product").get(sku=sku)


@pytest.fixture
def version(hosted: OpenAIStub) -> FigureVersion:
    load_catalogue()
    figure = ask_for_figure()
    run_jobs()
    return figure.versions.get()


def test_only_what_it_is_fine_enough_for_is_shown(version: FigureVersion) -> None:
    skus = {item.sku for item in variants_for(version)}
    assert SMALL in skus
    assert LARGE not in skus
    assert fits(variant=variant(SMALL), version=version)
    assert not fits(variant=variant(LARGE), version=version)


def test_a_figure_with_a_recipe_fits_everything() -> None:
    load_catalogue()
    version = make_version()
    assert len(variants_for(version)) == Variant.objects.count()


def test_the_print_file_tells_the_arts_own_resolution(version: FigureVersion) -> None:
    made = assemble(layout_for(variant=variant(SMALL), version=version))
    rows = np.flatnonzero(art.cutout(version)[..., 3].any(axis=1))
    pixels_high = int(rows[-1] - rows[0] + 1)
    # The figure stands in less than the sticker's 75 mm.
    assert pixels_high / (75 / 25.4) < made.effective_dpi < 1.5 * pixels_high / (75 / 25.4)


def test_too_large_is_refused_before_the_proof(version: FigureVersion) -> None:
    with pytest.raises(PrepressError, match="too few pixels for this size"):
        layout_for(variant=variant(LARGE), version=version)
    FigureVersion.objects.update(review_state="approved")
    version.refresh_from_db()
    line = add_line(owner=version.figure.owner, version=version, variant=variant(LARGE))
    request_proof(line=line)
    durable.run_due()
    job = Job.objects.get(kind="orders.proof")
    assert (job.state, job.error_code) == (JobState.FAILED, "does_not_fit")
    assert BasketLine.objects.get().proof_sha256 == ""


def proofed(version: FigureVersion, sku: str) -> BasketLine:
    """The line with its proof made."""
    line = add_line(owner=version.figure.owner, version=version, variant=variant(sku))
    request_proof(line=line)
    durable.run(Job.objects.get(kind="orders.proof", subject=line.pk).pk)
    return BasketLine.objects.get(pk=line.pk)


def test_a_coarse_picture_is_warned_of_on_the_proof(
    version: FigureVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = proofed(version, SMALL)
    made = assemble(layout_for(variant=variant(SMALL), version=version))
    assert line.proof_dpi == made.effective_dpi
    # The recorded figure is just fine enough; as if it were asked to be finer.
    demanding = replace(load_spec("die_cut_sticker"), warn_dpi=200)
    monkeypatch.setattr(proofs, "spec_for", lambda variant: demanding)
    assert 150 <= line.proof_dpi < 200
    assert f"has {line.proof_dpi:.0f} pixels per inch and will look soft" in softness(line)
    owner, token = new_guest()
    Basket.objects.update(owner=owner)
    page = client_of(token).get(f"/basket/lines/{line.pk}/proof/").content.decode()
    assert escape(softness(line)) in page


def test_what_is_fine_or_drawn_anew_is_not_warned_of(version: FigureVersion) -> None:
    fine = proofed(version, SMALL)
    assert fine.proof_dpi is not None
    assert 150 <= fine.proof_dpi < 300
    assert softness(fine) == ""
    again = proofed(make_approved_version(make_owner()), LARGE)
    assert again.proof_dpi == 300
    assert softness(again) == ""
