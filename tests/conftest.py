import pytest

from kg.viewmodel import View
from tests.viewsample import make_sample


@pytest.fixture(scope="session")
def sample() -> View:
    return make_sample()
