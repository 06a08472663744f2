"""What every template knows about the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return `demo` (bool) and `site_url`."""
    return {"demo": settings.DEMO, "site_url": settings.SITE_URL}
