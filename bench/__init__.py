"""Benchmarks: raw figures beside an empty Flask view in the same run, never a timed test."""
