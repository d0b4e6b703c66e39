"""Security headers on every answer, errors and static files too.

The policy needs no nonce, because no page holds inline script or style; data
blocks (``type=application/json``) are not executed. Images may be ``data:`` and
``blob:`` for the charts' own download.
"""

from flask import Flask, Response, current_app, request

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    ]
)
ATTACHMENT_POLICY = "sandbox; default-src 'none'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", POLICY)
    settings = current_app.config["SETTINGS"]
    if settings.is_https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    if settings.is_demo:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if request.endpoint != "static" and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = (
            "no-store" if "Set-Cookie" in response.headers else "private, no-cache"
        )
    return response


def init_headers(app: Flask) -> None:
    """Add the headers to every answer of ``app``."""
    app.after_request(_add_headers)
