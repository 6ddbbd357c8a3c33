"""What tells straight lines from squares does so, on a machine that is busy at times too."""

import pytest

from tests.growth import assert_linear


def test_a_square_is_told_from_a_line() -> None:
    assert assert_linear(lambda size: size, 10) == 40
    with pytest.raises(AssertionError, match=r"100\.000 s and 1600\.000 s"):
        assert_linear(lambda size: size**2, 10)


def test_a_machine_that_is_busy_once_is_no_square() -> None:
    disturbances = iter([1.0, 20.0])
    assert assert_linear(lambda size: size * next(disturbances, 1.0), 10) == 40
