"""Generators that run at another company: off by default, see docs/hosted-generators.md."""

from figures.generation.backends.hosted.azure import AzureBackend
from figures.generation.backends.hosted.backend import HostedBackend, Permit
from figures.generation.backends.hosted.errors import HostedError
from figures.generation.backends.hosted.openai import OpenAIBackend

__all__ = ["AzureBackend", "HostedBackend", "HostedError", "OpenAIBackend", "Permit"]
