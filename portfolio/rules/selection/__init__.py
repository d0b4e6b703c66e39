"""Choose a portfolio within its limits, exactly, and explain the choice (methods.md §3).

``terms`` says what goes in, ``proposal`` what comes out, ``plain`` writes both as
JSON; ``choose.propose`` solves. ``explain``, ``frontier``, ``robustness`` and
``scheduling`` build on it. Plain Python; HiGHS is loaded when the first model is
solved, which belongs in a worker and not in a web process.
"""
