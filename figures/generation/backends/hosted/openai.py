"""OpenAI's own images API.

`POST {base}/images/edits` with `Authorization: Bearer` and the model's name in the form
(https://developers.openai.com/api/reference/resources/images, read 2026-11-24).
"""

from django.conf import settings

from figures.generation.backends.hosted.backend import HostedBackend
from figures.generation.backends.hosted.client import Endpoint
from figures.generation.backends.hosted.imagemodels import ImageModel


class OpenAIBackend(HostedBackend):
    """Draws with the model that OPENAI_IMAGE_MODEL names."""

    name = "openai"

    def endpoint(self) -> Endpoint:
        """Return OpenAI's address for edits."""
        return Endpoint(
            url=f"{settings.OPENAI_API_BASE.rstrip('/')}/images/edits",
            headers={"Authorization": f"Bearer {settings.OPENAI_API_KEY}"},
            params={},
        )

    def model_name(self) -> str:
        """Return the configured model."""
        return str(settings.OPENAI_IMAGE_MODEL)

    def form(self, model: ImageModel) -> dict[str, str]:
        """Return the fields, the model among them."""
        return {**super().form(model), "model": model.name}
