import hypothesis
import pytest

from kg.viewmodel import View
from tests.viewsample import make_sample

# How long a property test takes depends on what else the machine does; speed has tests with clocks of their own.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session")
def sample() -> View:
    return make_sample()
