"""Refuses a set-up of hosted generators that contradicts itself, before anything starts."""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from figures.generation.backends.hosted.azure import AzureBackend
from figures.generation.backends.hosted.backend import HostedBackend
from figures.generation.backends.hosted.imagemodels import MICROS_PER_CENT
from figures.generation.backends.hosted.openai import OpenAIBackend

_NEEDED = {
    "openai": ("OPENAI_API_KEY", "OPENAI_API_BASE", "OPENAI_IMAGE_MODEL"),
    "azure": (
        "AZURE_OPENAI_API_KEY",
        "AZURE_OPENAI_ENDPOINT",
        "AZURE_OPENAI_DEPLOYMENT",
        "AZURE_OPENAI_API_VERSION",
        "AZURE_OPENAI_MODEL",
    ),
}
_ADDRESSES = {"openai": "OPENAI_API_BASE", "azure": "AZURE_OPENAI_ENDPOINT"}
_BACKENDS: tuple[type[HostedBackend], ...] = (OpenAIBackend, AzureBackend)


def verify() -> None:
    """Check what SHELFIE_GENERATORS asks for; nothing is asked for by default.

    Raises:
        ImproperlyConfigured: with every reason, a line each.

    """
    problems = _list_problems()
    hosted = [kind() for kind in _BACKENDS if kind.name in settings.GENERATORS]
    for backend in hosted:
        problems += _backend_problems(backend)
    if hosted and not settings.HOSTED_DAILY_BUDGET:
        problems.append(
            "HOSTED_DAILY_BUDGET is 0: hosted generators need a budget, in cents a day."
        )
    if problems:
        raise ImproperlyConfigured("Hosted generators:\n- " + "\n- ".join(problems))


def _list_problems() -> list[str]:
    known = {"studio", *_NEEDED}
    unknown = [name for name in settings.GENERATORS if name not in known]
    problems = [f"SHELFIE_GENERATORS: there is no generator {name!r}." for name in unknown]
    if "studio" not in settings.GENERATORS:
        problems.append("SHELFIE_GENERATORS must hold studio, which is always there.")
    if len(set(settings.GENERATORS)) != len(settings.GENERATORS):
        problems.append("SHELFIE_GENERATORS names a generator twice.")
    return problems


def _backend_problems(backend: HostedBackend) -> list[str]:
    name = backend.name
    missing = [key for key in _NEEDED[name] if not getattr(settings, key)]
    if missing:
        return [f"{name} is in SHELFIE_GENERATORS, but {', '.join(missing)} is not set."]
    problems = []
    address = getattr(settings, _ADDRESSES[name])
    if not address.startswith("https://") and not settings.DEMO:
        problems.append(f"{_ADDRESSES[name]} must start with https://: photos go there.")
    for check in (_recipient_problems, _model_problems):
        problems += _told(check, backend)
    return problems


def _told(check: Callable[[HostedBackend], list[str]], backend: HostedBackend) -> list[str]:
    try:
        return check(backend)
    except ImproperlyConfigured as error:
        return [str(error)]


def _recipient_problems(backend: HostedBackend) -> list[str]:
    if backend.recipient.read_on > _today():
        return [f"The facts about {backend.name} in HOSTED_RECIPIENTS_FILE are of the future."]
    return []


def _model_problems(backend: HostedBackend) -> list[str]:
    model = backend.model
    problems = []
    if model.currency != settings.HOSTED_BUDGET_CURRENCY:
        problems.append(
            f"{model.name} is priced in {model.currency}, the budget is in "
            f"{settings.HOSTED_BUDGET_CURRENCY}."
        )
    elif 0 < settings.HOSTED_DAILY_BUDGET * MICROS_PER_CENT < model.estimate:
        problems.append(f"HOSTED_DAILY_BUDGET is not enough for one figure of {model.name}.")
    if backend.name == "openai" and model.ended is not None and model.ended <= _today():
        problems.append(f"OpenAI has not served {model.name} since {model.ended}.")
    return problems


def _today() -> date:
    return timezone.now().date()
