"""What holds for all tests: they call nothing but this machine, and find no one's settings."""

import os
from collections.abc import Iterator

import pytest

pytest_plugins = ["tests.support.network"]


@pytest.fixture(autouse=True, scope="session")
def _settings_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hide the settings of whoever runs the tests: their bot's token, their library."""
    with pytest.MonkeyPatch.context() as environment:
        for name in os.environ:
            if name.startswith(("TELEGRAM_", "DANVAN_")) and name != "DANVAN_CHROMIUM":
                environment.delenv(name)
        environment.setenv("DANVAN_HOME", str(tmp_path_factory.mktemp("home")))
        yield
