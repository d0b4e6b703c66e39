"""A calculation steps aside, and takes nobody along."""

import os
import sys
import threading

import pytest

from core.jobs.manners import NICENESS, step_aside


@pytest.mark.skipif(sys.platform != "linux", reason="niceness of one thread exists on Linux only")
def test_a_thread_that_calculates_steps_aside_alone():
    seen = []
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def calculate():
        step_aside()
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    thread = threading.Thread(target=calculate)
    thread.start()
    thread.join()

    assert seen == [max(before, NICENESS)]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before
