"""What holds for all tests: they call nothing but this machine, and find no one's settings."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# No deadlines: two busy cores make any of them flaky. On CI the same examples every time: new
# ones are looked for where someone is there to read them.
settings.register_profile("ours", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("ours")

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
