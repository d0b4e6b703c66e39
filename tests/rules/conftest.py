"""Properties run the same everywhere: no clock, no seed of the day, no folder left behind."""

from hypothesis import settings

settings.register_profile("rules", deadline=None, derandomize=True, database=None, max_examples=80)
settings.load_profile("rules")
