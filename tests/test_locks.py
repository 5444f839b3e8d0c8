"""The lock files say exactly what is installed, wherever it comes from."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = sorted(path.name for path in ROOT.glob("requirements*.lock"))
_REQUIREMENT = re.compile(
    r"""
    (?P<name>[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?) (?:\[[a-z0-9,_-]+\])?
    ==(?P<version>[0-9][0-9a-z.+!]*) (?:\ ;\ (?P<marker>[^#]+?))?
    (?P<hashes>(?:\ --hash=sha256:[0-9a-f]{64})+)
    """,
    re.VERBOSE,
)


def requirements(lock: str) -> list[str]:
    """Return the requirements of a lock, each on one line."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (" ".join(line.partition("#")[0].split()) for line in text.splitlines())
    return [line for line in lines if line]


def pins(lock: str) -> dict[str, str]:
    """Return what a lock pins, the version by the name and the marker."""
    found = filter(None, map(_REQUIREMENT.fullmatch, requirements(lock)))
    return {f"{one['name']} {one['marker'] or ''}": one["version"] for one in found}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_one_version_with_its_hashes_and_no_address(lock: str) -> None:
    loose = [line for line in requirements(lock) if not _REQUIREMENT.fullmatch(line)]
    assert requirements(lock)
    assert loose == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_requirement_stands_twice(lock: str) -> None:
    assert len(pins(lock)) == len(requirements(lock))


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_has_another_version_than_what_runs(lock: str) -> None:
    running = pins("requirements.lock")
    assert running
    assert {
        name: version
        for name, version in pins(lock).items()
        if running.get(name, version) != version
    } == {}


@pytest.mark.parametrize(
    "line",
    [
        "requests>=2",
        "requests==2.31.0",
        "requests @ https://example.org/requests.whl",
        "-e .",
        "--index-url https://example.org/simple",
        "requests==2.31.0 --hash=md5:0123",
    ],
)
def test_what_is_not_pinned_is_seen(line: str) -> None:
    assert _REQUIREMENT.fullmatch(line) is None


def test_the_makefile_installs_by_hashes_only() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = [line for line in makefile.splitlines() if "$(PIP) install" in line]
    assert installs
    for line in installs:
        assert "--require-hashes" in line or "--no-deps" in line
