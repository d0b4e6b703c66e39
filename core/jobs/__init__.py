"""Work beside the requests: a table of jobs, a queue that wakes a worker, and periodic work.

Features register periodic work and named tasks at start. A periodic job that fails
is logged and tried again at its next turn; a named one is marked failed. Neither
stops the worker.
"""

from core.jobs.cli import init_jobs, jobs_cli
from core.jobs.models import Job, JobState
from core.jobs.queue import JobQueue, make_queue, send_waiting
from core.jobs.tasks import (
    Running,
    ask_to_cancel,
    enqueue,
    recover,
    register_task,
    run_job,
    run_waiting,
)
from core.jobs.ticker import Periodic, Ticker, register_periodic, run_once

__all__ = [
    "Job",
    "JobQueue",
    "JobState",
    "Periodic",
    "Running",
    "Ticker",
    "ask_to_cancel",
    "enqueue",
    "init_jobs",
    "jobs_cli",
    "make_queue",
    "recover",
    "register_periodic",
    "register_task",
    "run_job",
    "run_once",
    "run_waiting",
    "send_waiting",
]
