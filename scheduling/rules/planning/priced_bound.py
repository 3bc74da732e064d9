"""How light a batch could be at best, proved by prices on people's dates.

Loops buy (`buyers.py`), people sell (`sellers.py`), everybody for themselves alone. What loops pay at least, less what
people earn at most beyond what their squared loads grow by, is no more than what any batch of these loops adds: in a
batch all that is paid is earned, no loop pays less than its cheapest rounds, and nobody earns more than by their best
choice. That is so for any prices, whole numbers here, so that nothing is lost to rounding; to find good ones they rise
where more is bought than sold and fall where less is. Seats of a round meet at one time, and gaps and caps are kept. Left
out is where interviews of one person may lie within a date beyond how many fit, that nobody sits twice in a loop, and
that half an interview cannot be had.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from scheduling.rules.planning.buyers import Buyers
from scheduling.rules.planning.diaries import Team
from scheduling.rules.planning.load_bound import load_bound
from scheduling.rules.planning.open_loops import OpenLoop
from scheduling.rules.planning.sellers import Sellers

UNIT = 1000
"""What one point of squared load is in prices."""

STEPS = 1200
PATIENCE = 40
"""After so many steps without a better bound they get shorter by half."""
SHORTEST = 0.002
"""Of the way to the growth aimed at: shorter steps lead nowhere."""
MOMENTUM = 0.8
"""How much of the last step is in the next one: prices swing less."""


def priced_bound(team: Team, loops: Sequence[OpenLoop], *, growth: int) -> int:
    """The least growth of the sum of squared loads by these loops, all of them planned. Diaries must be empty.

    `growth` is what some batch of them adds: the steps are measured by it, and once it is reached there is no more to
    prove. A bound that is too low is never wrong, so it need not be exact.
    """
    floor = load_bound(team, loops)
    buyers = Buyers(team, loops)
    search = _Prices(buyers, Sellers(team, loops, buyers.dates, unit=UNIT), growth * UNIT)
    search.improve([UNIT * floor.margins[number] for number, _ in buyers.dates])
    return max(floor.growth, -(-search.proved // UNIT))


class _Prices:
    """A walk over prices. `proved` is the best bound met, in units."""

    def __init__(self, buyers: Buyers, sellers: Sellers, aim: int) -> None:
        self.proved = 0
        self._buyers = buyers
        self._sellers = sellers
        self._aim = aim

    def improve(self, prices: list[int]) -> None:
        best, reach, idle = prices, 1.0, 0
        last: Mapping[int, float] = {}
        for _ in range(STEPS):
            bound, wanted = self._weigh(prices)
            if bound > self.proved:
                best, self.proved, idle = prices, bound, 0
            else:
                idle += 1
            if self.proved > self._aim - UNIT or reach < SHORTEST:
                return
            if idle == PATIENCE:  # back to the best, with shorter steps
                prices, reach, idle, last = best, reach / 2, 0, {}
                continue
            last = {index: wanted[index] + MOMENTUM * last.get(index, 0) for index in wanted.keys() | last.keys()}
            length = sum(part * part for part in last.values())
            if not length:
                return
            prices = list(prices)
            for index, part in last.items():
                prices[index] = max(0, prices[index] + round(part * reach * (self._aim - bound) / length))

    def _weigh(self, prices: Sequence[int]) -> tuple[int, Counter[int]]:
        """What these prices prove, and how much more of each date is bought than sold."""
        paid, bought = self._buyers.buy(prices)
        gain, sold = self._sellers.sell(prices)
        bought.subtract(sold)
        return paid - gain, bought
