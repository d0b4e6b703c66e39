"""Structured logs: one JSON line a request, with its id and no personal data.

The path is logged as its route rule, not as typed, because addresses and query
strings can hold names.
"""

import logging
import re
import sys
import time
import uuid

import structlog
from flask import Flask, Response, g, request

_SAFE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
logger = structlog.get_logger("routekaart")


def init_log(app: Flask) -> None:
    """Log each request of ``app`` and answer with its id in ``X-Request-ID``."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=_stderr_logger,
        cache_logger_on_first_use=False,
    )

    @app.before_request
    def _start() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _SAFE_ID.fullmatch(given) else uuid.uuid4().hex
        g.started = time.perf_counter()

    @app.after_request
    def _finish(response: Response) -> Response:
        if "request_id" not in g:
            return response
        response.headers["X-Request-ID"] = g.request_id
        if request.endpoint != "static" and not app.testing:
            logger.info(
                "request",
                request_id=g.request_id,
                method=request.method,
                route=request.url_rule.rule if request.url_rule else None,
                status=response.status_code,
                ms=round((time.perf_counter() - g.started) * 1000, 1),
            )
        return response


def _stderr_logger(*_args: object) -> structlog.WriteLogger:
    return structlog.WriteLogger(sys.stderr)
