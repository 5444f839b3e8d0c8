"""The files by which somebody else runs the bot fit together, and fit the program."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.intake.polling import LEAVING_SECONDS
from bot.intake.worker import FINISHING_SECONDS
from bot.operation.health import Health
from bot.serving import CLOSING_SECONDS
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
COMPOSE = sorted((ROOT / "deploy").glob("compose*.yaml"))
UNIT = ROOT / "deploy" / "danvan.service"
FILES = [ROOT / "Dockerfile", *COMPOSE, UNIT]
SETTING = re.compile(r"\b(?:DANVAN|TELEGRAM)_[A-Z_]+")
INTERPOLATED = {"DANVAN_HOST", "DANVAN_DATABASE_PASSWORD"}
"""Variables of a compose file itself."""


def services(file: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["services"]
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_whatever_is_set_is_a_setting(file: Path) -> None:
    settings = {field.validation_alias for field in Settings.model_fields.values()}
    named = set(SETTING.findall(file.read_text(encoding="utf-8")))
    assert named
    assert named - INTERPOLATED <= settings


def copied() -> list[str]:
    """Return what of this project the image is built of."""
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    return [name for line in lines for name in line.split()]


def test_the_image_is_built_of_what_is_there_and_of_nothing_else() -> None:
    assert {"bot", "corpus", "retrieval", "requirements-deploy.lock"} <= set(copied())
    assert all((ROOT / name).exists() for name in copied())
    assert IGNORED[1] == "*"
    assert {line.removeprefix("!") for line in IGNORED if line.startswith("!")} == set(copied())


def test_the_image_runs_as_nobody_special_and_asks_itself_for_its_health() -> None:
    last_stage = DOCKERFILE[DOCKERFILE.rindex("FROM ") :]
    assert re.search(r"^USER 10001:10001$", last_stage, re.MULTILINE)
    (asked,) = re.findall(r"127\.0\.0\.1:9100(/\w+)", last_stage)
    assert asked in {route.path for route in Health.routes(Health.__new__(Health))}


def test_images_are_named_plainly() -> None:
    images = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    images += [one["image"] for file in COMPOSE for one in services(file).values()]
    assert all(re.fullmatch(r"[a-z]+(:[0-9a-z.-]+)?", image) for image in images)


def ignored(name: str) -> bool:
    """Tell whether git leaves a file of this project out, by a line with its very path."""
    return f"/{name}" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("file", COMPOSE, ids=lambda file: file.name)
def test_what_holds_secrets_is_not_committed_nor_put_into_an_image(file: Path) -> None:
    secrets = yaml.safe_load(file.read_text(encoding="utf-8"))["secrets"].values()
    files = [file.parent / secret["file"] for secret in secrets] + [file.parent / ".env"]
    names = {str(one.relative_to(ROOT)) for one in files}
    assert names == {"deploy/token", "deploy/.env"}
    assert all(map(ignored, names))
    assert not [name for name in names for copy in copied() if name.startswith(copy)]


def test_a_token_file_of_the_unit_is_there_for_the_commands_beside_it() -> None:
    unit = UNIT.read_text(encoding="utf-8")
    head, _, body = unit.partition("[Unit]")
    command = head[head.index("systemd-run") :]
    (credential,) = re.findall(r"^LoadCredential=(\S+)$", body, re.MULTILINE)
    (settings,) = re.findall(r"^EnvironmentFile=(\S+)$", body, re.MULTILINE)
    assert f"--property=LoadCredential={credential} " in command
    assert f"--property=EnvironmentFile={settings} " in command
    assert "'TELEGRAM_BOT_TOKEN_FILE=${CREDENTIALS_DIRECTORY}/token'" in command


def test_whoever_stops_it_waits_for_longer_than_it_finishes() -> None:
    (docker,) = re.findall(r"^#   docker run (.+)$", DOCKERFILE, re.MULTILINE)
    (unit,) = re.findall(r"^TimeoutStopSec=(\d+)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE)
    waits = {docker[docker.index("--stop-timeout") :].split()[1], unit}
    waits |= {services(file)["bot"]["stop_grace_period"].removesuffix("s") for file in COMPOSE}
    assert min(map(int, waits)) > FINISHING_SECONDS + CLOSING_SECONDS + LEAVING_SECONDS
    assert "--init" in docker
    assert all(services(file)["bot"]["init"] is True for file in COMPOSE)


@pytest.mark.parametrize("file", COMPOSE, ids=lambda file: file.name)
def test_bots_have_few_rights_and_time_to_finish(file: Path) -> None:
    bot = services(file)["bot"]
    assert bot["cap_drop"] == ["ALL"]
    assert bot["read_only"] is True
    assert bot["security_opt"] == ["no-new-privileges:true"]
    assert bot["stop_grace_period"] == "45s"
    assert "ports" not in bot


@pytest.mark.parametrize("file", COMPOSE, ids=lambda file: file.name)
def test_what_services_use_is_declared(file: Path) -> None:
    whole = yaml.safe_load(file.read_text(encoding="utf-8"))
    for service in whole["services"].values():
        assert set(service.get("secrets", ())) <= set(whole["secrets"])
        assert set(service.get("networks", ())) <= set(whole.get("networks", ()))
        assert set(service.get("depends_on", ())) <= set(whole["services"])
        named = {volume.partition(":")[0] for volume in service.get("volumes", ())}
        paths = {one for one in named if one.startswith(".")}
        assert all((file.parent / one).exists() for one in paths)
        assert named - paths <= set(whole["volumes"])


def test_the_bots_role_owns_its_database_and_may_do_nothing_else() -> None:
    script = (ROOT / "deploy" / "postgresql" / "create-danvan.sh").read_text(encoding="utf-8")
    assert "CREATE ROLE danvan LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE" in script
    assert "REVOKE ALL ON DATABASE danvan FROM PUBLIC" in script
    replicas = services(ROOT / "deploy" / "compose.replicas.yaml")
    assert "POSTGRES_PASSWORD" not in replicas["bot"]["environment"]


def test_a_password_stands_in_no_file() -> None:
    for file in FILES:
        assert not re.search(r"(PASSWORD|TOKEN): +[^$/\s]", file.read_text(encoding="utf-8"))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name
    there = UNIT.read_text(encoding="utf-8").replace("/opt/danvan/bin/danvan", "/bin/true")
    unit.write_text(there, encoding="utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stderr) == (0, "")
