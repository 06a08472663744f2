"""Hosted generators are off by default, and a set-up that contradicts itself does not start."""

import os
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from pytest_django.fixtures import Settings

from figures.generation.backends import offered
from figures.generation.backends.hosted.configuration import verify
from figures.generation.backends.hosted.imagemodels import Usage, image_model
from figures.generation.backends.hosted.recipients import recipient
from tests.support.openai_stub import OpenAIStub

ROOT = Path(__file__).resolve().parents[3]
_MODEL = """
["{name}"]
currency = "{currency}"
text_input = "5.00"
image_input = "8.00"
output = "30.00"
source = "https://images.example/prices"
read_on = 2026-11-01
size = "1024x1536"
quality = "high"
transparent = true
reserve = {{ text_input = 1, image_input = 1, output = 1 }}
"""


def problems() -> list[str]:
    try:
        verify()
    except ImproperlyConfigured as error:
        return [line.removeprefix("- ") for line in str(error).splitlines()[1:]]
    return []


def test_off_by_default(settings: Settings) -> None:
    assert settings.GENERATORS == ["studio"]
    assert offered() == ("studio",)
    assert problems() == []


def test_a_whole_set_up_is_accepted(hosted: OpenAIStub) -> None:
    assert problems() == []
    assert offered() == ("studio", "openai", "azure")


@pytest.mark.parametrize(
    ("name", "generator"),
    [
        ("OPENAI_API_KEY", "openai"),
        ("OPENAI_API_BASE", "openai"),
        ("OPENAI_IMAGE_MODEL", "openai"),
        ("AZURE_OPENAI_API_KEY", "azure"),
        ("AZURE_OPENAI_ENDPOINT", "azure"),
        ("AZURE_OPENAI_DEPLOYMENT", "azure"),
        ("AZURE_OPENAI_API_VERSION", "azure"),
        ("AZURE_OPENAI_MODEL", "azure"),
    ],
)
def test_each_missing_part(
    hosted: OpenAIStub, settings: Settings, name: str, generator: str
) -> None:
    setattr(settings, name, "")
    assert problems() == [f"{generator} is in SHELFIE_GENERATORS, but {name} is not set."]


def test_other_contradictions(hosted: OpenAIStub, settings: Settings) -> None:
    settings.GENERATORS = ["openai", "openai", "clay"]
    settings.HOSTED_DAILY_BUDGET = 0
    assert problems() == [
        "SHELFIE_GENERATORS: there is no generator 'clay'.",
        "SHELFIE_GENERATORS must hold studio, which is always there.",
        "SHELFIE_GENERATORS names a generator twice.",
        "HOSTED_DAILY_BUDGET is 0: hosted generators need a budget, in cents a day.",
    ]
    settings.GENERATORS = ["studio", "openai"]
    settings.HOSTED_DAILY_BUDGET = 41
    assert problems() == [
        "HOSTED_DAILY_BUDGET is not enough for one figure of gpt-image-2.6-sunburst."
    ]


def test_photos_do_not_travel_in_the_clear(hosted: OpenAIStub, settings: Settings) -> None:
    settings.DEMO = False
    assert problems() == [
        "OPENAI_API_BASE must start with https://: photos go there.",
        "AZURE_OPENAI_ENDPOINT must start with https://: photos go there.",
    ]


class TestRecipients:
    @pytest.mark.parametrize(
        ("before", "after", "problem"),
        [
            ('company = "Sample Images Ltd, Dublin"', "", "company must be filled in."),
            ('region = "the sample region"', 'region = " "', "region must be filled in."),
            (
                'keeps = "It keeps the photo for 7 sample days."',
                "",
                "keeps must be filled in.",
            ),
            (
                "https://images.example/privacy",
                "http://images.example/privacy",
                "policy_url must start with https://.",
            ),
            ('source = "https://images.example/data"', "", "source must be filled in."),
            (
                "read_on = 2026-11-01",
                'read_on = "lately"',
                "read_on must be a date, such as 2026-11-24.",
            ),
        ],
    )
    def test_each_fact_is_needed(
        self, hosted: OpenAIStub, settings: Settings, tmp_path: Path, recipients: Path,
        before: str, after: str, problem: str,
    ) -> None:  # fmt: skip
        path = tmp_path / "changed.toml"
        path.write_text(recipients.read_text().replace(before, after, 1))
        settings.HOSTED_RECIPIENTS_FILE = str(path)
        assert problems() == [f"{path}, openai: {problem}"]

    def test_no_file_nobody_in_it_not_toml(
        self, hosted: OpenAIStub, settings: Settings, tmp_path: Path
    ) -> None:
        settings.GENERATORS = ["studio", "azure"]
        settings.HOSTED_RECIPIENTS_FILE = ""
        assert problems() == ["HOSTED_RECIPIENTS_FILE names the file about who gets photos."]
        empty = tmp_path / "empty.toml"
        empty.write_text("")
        settings.HOSTED_RECIPIENTS_FILE = str(empty)
        assert problems() == [f"{empty} says nothing about 'azure'."]
        broken = tmp_path / "broken.toml"
        broken.write_text("= no")
        settings.HOSTED_RECIPIENTS_FILE = str(broken)
        (problem,) = problems()
        assert problem.startswith(f"{broken} cannot be read as TOML")

    def test_facts_of_the_future(
        self, hosted: OpenAIStub, settings: Settings, tmp_path: Path, recipients: Path
    ) -> None:
        tomorrow = timezone.now().date() + timedelta(days=1)
        path = tmp_path / "future.toml"
        path.write_text(recipients.read_text().replace("2026-11-01", tomorrow.isoformat(), 1))
        settings.HOSTED_RECIPIENTS_FILE = str(path)
        assert problems() == ["The facts about openai in HOSTED_RECIPIENTS_FILE are of the future."]

    def test_a_notice_is_of_every_word(
        self, hosted: OpenAIStub, settings: Settings, tmp_path: Path, recipients: Path
    ) -> None:
        first = recipient("openai").notice
        assert first == recipient("azure").notice
        path = tmp_path / "changed.toml"
        path.write_text(
            recipients.read_text().replace("https://images.example/data", "https://x.example")
        )
        settings.HOSTED_RECIPIENTS_FILE = str(path)
        assert recipient("openai").notice != first


class TestPrices:
    def test_to_the_millionth_and_never_less(self) -> None:
        model = image_model("gpt-image-1-mini")
        assert model.image_input == Decimal("2.50")
        assert model.cost(Usage(text_input=100, image_input=3, output=1000)) == 200 + 8 + 8000

    def test_every_entry_says_where_it_is_from(self) -> None:
        for name in ("gpt-image-2.6-sunburst", "gpt-image-1", "gpt-image-1-mini"):
            model = image_model(name)
            assert model.source == f"https://developers.openai.com/api/docs/models/{name}"
            assert model.read_on == date(2026, 11, 24)
            assert model.estimate > 0

    def test_a_model_without_a_price(self, hosted: OpenAIStub, settings: Settings) -> None:
        settings.OPENAI_IMAGE_MODEL = "gpt-image-99"
        (problem,) = problems()
        assert problem.startswith("'gpt-image-99' has no price in ")

    def test_a_model_that_openai_has_ended(self, hosted: OpenAIStub, settings: Settings) -> None:
        settings.OPENAI_IMAGE_MODEL = "gpt-image-1"
        assert problems() == ["OpenAI has not served gpt-image-1 since 2026-10-23."]

    def test_own_prices_in_another_currency(
        self, hosted: OpenAIStub, settings: Settings, tmp_path: Path
    ) -> None:
        path = tmp_path / "models.toml"
        path.write_text(_MODEL.format(name="own", currency="EUR"))
        settings.HOSTED_MODELS_FILE = str(path)
        settings.GENERATORS = ["studio", "azure"]
        settings.AZURE_OPENAI_MODEL = "own"
        assert problems() == ["own is priced in EUR, the budget is in USD."]
        settings.HOSTED_BUDGET_CURRENCY = "EUR"
        assert problems() == []

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ('source = "https://images.example/prices"', 'source = "somewhere"'),
            ('output = "30.00"', 'output = "cheap"'),
            ('size = "1024x1536"', ""),
        ],
    )
    def test_half_an_entry(
        self, hosted: OpenAIStub, settings: Settings, tmp_path: Path, before: str, after: str
    ) -> None:
        path = tmp_path / "models.toml"
        path.write_text(_MODEL.format(name="own", currency="USD").replace(before, after))
        settings.HOSTED_MODELS_FILE = str(path)
        with pytest.raises(ImproperlyConfigured, match="is not whole"):
            image_model("own")


def check(**variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "shop.settings", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_manage_py_check_says_so() -> None:
    refused = check(SHELFIE_GENERATORS="studio,openai")
    assert refused.returncode != 0
    assert "openai is in SHELFIE_GENERATORS, but OPENAI_API_KEY is not set." in refused.stderr


def test_manage_py_check_accepts_a_whole_set_up(recipients: Path) -> None:
    key = "sample-key-of-an-installation"
    accepted = check(
        SHELFIE_GENERATORS="studio,openai",
        OPENAI_API_KEY=key,
        HOSTED_RECIPIENTS_FILE=str(recipients),
        HOSTED_DAILY_BUDGET="500",
    )
    assert accepted.returncode == 0, accepted.stderr
    assert key not in accepted.stdout + accepted.stderr
