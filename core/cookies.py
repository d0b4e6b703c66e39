"""How our cookies are made: named, same-site, secure and host-bound where the site is https."""

from typing import Any

from core.settings import Settings


def cookie_settings(settings: Settings) -> dict[str, Any]:
    """Return the Flask settings for the session cookie."""
    return {
        "SESSION_COOKIE_NAME": "__Host-routekaart" if settings.is_https else "routekaart",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "PERMANENT_SESSION_LIFETIME": 14 * 24 * 3600,
    }
