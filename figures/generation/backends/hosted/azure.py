"""Azure OpenAI: the same form at a deployment's address.

`POST {endpoint}/openai/deployments/{deployment}/images/edits?api-version=...` with `api-key`
(https://learn.microsoft.com/azure/ai-foundry/openai/how-to/dall-e, page of 2025-09-02, read
2026-11-24).
"""

from urllib.parse import quote

from django.conf import settings

from figures.generation.backends.hosted.backend import HostedBackend
from figures.generation.backends.hosted.client import Endpoint


class AzureBackend(HostedBackend):
    """Draws with the deployment that AZURE_OPENAI_DEPLOYMENT names."""

    name = "azure"

    def endpoint(self) -> Endpoint:
        """Return the deployment's address for edits."""
        base = settings.AZURE_OPENAI_ENDPOINT.rstrip("/")
        deployment = quote(settings.AZURE_OPENAI_DEPLOYMENT, safe="")
        return Endpoint(
            url=f"{base}/openai/deployments/{deployment}/images/edits",
            headers={"api-key": settings.AZURE_OPENAI_API_KEY},
            params={"api-version": settings.AZURE_OPENAI_API_VERSION},
        )

    def model_name(self) -> str:
        """Return which model the deployment runs, for its price."""
        return str(settings.AZURE_OPENAI_MODEL)
