"""What is installed is the three packages with their data, and nothing else."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "corpus", "retrieval")
BUILD = "from setuptools.build_meta import build_wheel; build_wheel('dist')"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel of a copy: building leaves traces."""
    copy = tmp_path_factory.mktemp("project")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    for name in (*PACKAGES, "tests", "docs", "deploy"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([sys.executable, "-c", BUILD], cwd=copy, check=True, capture_output=True)
    [built] = (copy / "dist").glob("*.whl")
    return zipfile.ZipFile(built)


def test_it_holds_every_file_of_the_packages_and_no_other(wheel: zipfile.ZipFile) -> None:
    files = (file for name in PACKAGES for file in (ROOT / name).rglob("*") if file.is_file())
    there = {str(file.relative_to(ROOT)) for file in files if "__pycache__" not in file.parts}
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == there


def test_it_brings_its_licence_and_the_command(wheel: zipfile.ZipFile) -> None:
    beside = {name.partition(".dist-info/")[2]: name for name in wheel.namelist()}
    assert "licenses/LICENSE" in beside
    assert wheel.read(beside["entry_points.txt"]).decode().split("\n")[:2] == [
        "[console_scripts]",
        "danvan = bot.cli:main",
    ]
