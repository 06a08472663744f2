"""A face that cannot be read: from the engine's error to the sentence on the page."""

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from figures.faces import FaceBox
from figures.generation.backends import GenerationError
from figures.generation.backends.studio import StudioBackend
from figures.generation.look import Look
from figures.generation.studio import engine
from figures.generation.studio.errors import SENTENCES, AnalysisError, Code
from figures.versions.states import FigureState
from shop.platform.owners.services import GUEST_COOKIE, new_guest
from tests.figures.factories import make_figure


def refusal(code: Code, monkeypatch: pytest.MonkeyPatch) -> GenerationError:
    def unreadable(*_: object, **__: object) -> None:
        raise AnalysisError(code)

    monkeypatch.setattr(engine, "analyse", unreadable)
    photo, face = np.zeros((8, 8, 3), np.uint8), FaceBox(0, 0, 8, 8, 1.0)
    with pytest.raises(GenerationError) as caught:
        StudioBackend().make_recipe(
            photo, face, Look("Sample Person", "Ready"), lambda stage, done: None
        )
    return caught.value


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_the_person_reads_why_and_what_helps(code: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = refusal(code, monkeypatch)
    # Trying the same photo again would change nothing.
    assert (refused.code, refused.permanent) == (code, True)
    owner, token = new_guest()
    client = Client()
    client.cookies[GUEST_COOKIE] = token
    figure = make_figure(owner=owner)
    figure.state, figure.error_code = FigureState.FAILED, refused.code
    figure.error_message = refused.message
    figure.save()
    page = client.get(reverse("figures:figure", args=[figure.pk])).content.decode()
    assert SENTENCES[code] in page
    assert "Use another photo" in page
