"""Whether time grows with the size of what is given, or with its square."""

import time
from collections.abc import Callable

RUNS = 3  # times that one size is measured
TRIES = 5
LIMIT = 9  # times as long as one that four times as much may take: 4 would be linear, 16 quadratic


def least_seconds(work: Callable[[], object]) -> float:
    """The least of three times on the processor, in seconds."""

    def once() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return min(once() for _ in range(RUNS))


def assert_linear(seconds: Callable[[int], float], size: int, noise: float = 0.03) -> float:
    """Compare a size with four times as much.

    A machine that slows down between the two measurements makes a straight line look bent, so the comparison is made up
    to five times, and once is enough: what is quadratic is so each time.

    Args:
        seconds: The processor time of a size, in seconds.
        size: The smaller size.
        noise: Seconds on top of LIMIT times as long, which count where both are short.

    Returns:
        The seconds of the larger size.
    """
    found = []
    for _ in range(TRIES):
        short, long = seconds(size), seconds(4 * size)
        if long < LIMIT * short + noise:
            return long
        found.append(f"{short:.3f} s and {long:.3f} s")
    raise AssertionError(f"for four times as much, each time: {'; '.join(found)}")
