"""Fixtures: the stand-in of the images API as a configured, offered generator."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.support.openai_stub import API_VERSION, DEPLOYMENT, KEY, OpenAIStub, openai_stub

COMPANY = "Sample Images Ltd, Dublin"
MODEL = "gpt-image-2.6-sunburst"
_RECIPIENT = """
[{name}]
company = "{company}"
region = "the sample region"
keeps = "It keeps the photo for 7 sample days."
policy_url = "https://images.example/privacy"
source = "https://images.example/data"
read_on = 2026-11-01
"""


@pytest.fixture
def images_api() -> Iterator[OpenAIStub]:
    """Serve a stand-in of the images API; see its module for what it proves and what not."""
    with openai_stub() as stub:
        yield stub


@pytest.fixture
def recipients(tmp_path: Path) -> Path:
    """Return a file about invented recipients."""
    path = tmp_path / "recipients.toml"
    path.write_text(
        "".join(_RECIPIENT.format(name=n, company=COMPANY) for n in ("openai", "azure"))
    )
    return path


@pytest.fixture
def hosted(images_api: OpenAIStub, recipients: Path, settings: Settings) -> OpenAIStub:
    """Offer both hosted generators, with ten dollars a day."""
    settings.GENERATORS = ["studio", "openai", "azure"]
    settings.OPENAI_API_KEY = KEY
    settings.OPENAI_API_BASE = images_api.openai
    settings.OPENAI_IMAGE_MODEL = MODEL
    settings.AZURE_OPENAI_API_KEY = KEY
    settings.AZURE_OPENAI_ENDPOINT = images_api.url
    settings.AZURE_OPENAI_DEPLOYMENT = DEPLOYMENT
    settings.AZURE_OPENAI_API_VERSION = API_VERSION
    settings.AZURE_OPENAI_MODEL = "gpt-image-1"
    settings.HOSTED_RECIPIENTS_FILE = str(recipients)
    settings.HOSTED_MODELS_FILE = ""
    settings.HOSTED_DAILY_BUDGET = 1000
    settings.HOSTED_BUDGET_CURRENCY = "USD"
    settings.HOSTED_TIMEOUT = 20.0
    return images_api
