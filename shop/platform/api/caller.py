"""Caller: who asks, for which person, and what they may do."""

from dataclasses import dataclass

from rest_framework.request import Request

from shop.platform.api.problems import Problem
from shop.platform.apikeys.models import ApiKey
from shop.platform.owners.models import Owner


@dataclass(frozen=True, slots=True)
class Caller:
    """A storefront's server (`key`) or a visitor of our own site, acting for one person.

    Attributes:
        owner: the person; None when a server names no customer.
        key: None for a visitor.

    """

    owner: Owner | None
    key: ApiKey | None = None
    is_authenticated: bool = True
    is_active: bool = True

    @property
    def id(self) -> str:
        """Who is limited and whose idempotency keys these are."""
        owner = self.owner.pk if self.owner is not None else ""
        return f"{self.key.pk if self.key is not None else 'visitor'}:{owner}"

    @property
    def limit_id(self) -> str:
        """Whose requests are counted: a key's, whoever its customer is."""
        return self.key.pk if self.key is not None else self.id

    @property
    def required_owner(self) -> Owner:
        """Return the person.

        Raises:
            Problem: a server did not name its customer.

        """
        if self.owner is None:
            raise Problem(
                "customer_required",
                "Name your customer in the header Shelfie-Customer: your own id of them.",
            )
        return self.owner

    def may(self, scope: str) -> bool:
        """Whether the scope is granted; a visitor may do everything with what is theirs."""
        return self.key is None or scope in self.key.scopes


def caller_of(request: Request) -> Caller | None:
    """Return who calls, or None for somebody unknown."""
    user: object = request.user
    return user if isinstance(user, Caller) else None
