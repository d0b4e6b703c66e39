"""How often Python looks for what nobody holds any more.

Such a look goes through everything there is. After a start that is mainly what was
loaded once and stays, and a chart of thousands of rows would set off several looks:
0.1 s each, for nothing found.
"""

import gc

MADE_BETWEEN = (10_000, 20, 20)
"""So many things more are made than let go before a look at the youngest; further looks are rarer."""


def settle_memory() -> None:
    """Leave what is loaded by now out of every look to come, and look less often: once per process."""
    gc.freeze()
    gc.set_threshold(*MADE_BETWEEN)
