"""How a calculation behaves beside the web server on the same machine: it steps aside."""

import contextlib
import os
import threading

NICENESS = 10


def step_aside() -> None:
    """Let this thread calculate with what others leave of the processors.

    On Linux niceness is a thread's own, so the worker's other thread, which keeps
    the search index fresh, stays as quick as it was. Elsewhere nothing happens.
    """
    with contextlib.suppress(AttributeError, OSError):
        thread = threading.get_native_id()
        if os.getpriority(os.PRIO_PROCESS, thread) < NICENESS:
            os.setpriority(os.PRIO_PROCESS, thread, NICENESS)
