"""The settings: read once, at the start, from the environment, and never changed after.

Secrets (the bot's token, and the passwords that a proxy's or a database's address may hold) are
`SecretStr`: they show themselves neither in `repr` nor in the errors here.
"""

import ipaddress
import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError
from bot.redaction import redacted

TELEGRAM_SERVER = "https://api.telegram.org"
MOST_TOKEN_CHARACTERS = 1000
"""Of a token's file that are read: it may be a pipe or a device, and those need not end."""
_TOKEN = re.compile(r"[0-9]{3,}:[A-Za-z0-9_-]{20,}")
_SECRETS = {
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_PROXY",
    "TELEGRAM_WEBHOOK_SECRET",
    "DANVAN_DATABASE_URL",
    "MILVUS_TOKEN",
}
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")


class Settings(BaseSettings):
    """Everything that an operator can set; see the README for the same list in prose.

    >>> str(Settings(home=Path("/srv/danvan")).library_url)
    'sqlite:////srv/danvan/danvan.sqlite3'
    """

    model_config = SettingsConfigDict(
        frozen=True,
        env_ignore_empty=True,
        extra="ignore",
        populate_by_name=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )

    home: Path = Field(
        default_factory=lambda: user_data_path("danvan", appauthor=False),
        validation_alias="DANVAN_HOME",
        description="a folder that the bot may write to, e.g. /srv/danvan",
    )
    database_url: SecretStr | None = Field(
        default=None,
        validation_alias="DANVAN_DATABASE_URL",
        description="a database URL, e.g. sqlite:////srv/danvan/danvan.sqlite3",
    )
    register_path: Path | None = Field(
        default=None,
        validation_alias="DANVAN_REGISTER",
        description="a table of documents and their force, e.g. /srv/danvan/register.tsv",
    )
    token: SecretStr | None = Field(
        default=None,
        validation_alias="TELEGRAM_BOT_TOKEN",
        description="the token as @BotFather gave it: digits, a colon, letters",
    )
    token_from_file: SecretStr | None = Field(
        default=None,
        validation_alias="TELEGRAM_BOT_TOKEN_FILE",
        description="a readable file that holds the bot's token and nothing else",
    )
    base_url: str = Field(
        default=TELEGRAM_SERVER,
        validation_alias="TELEGRAM_BASE_URL",
        description="the address of a Bot API server, e.g. http://127.0.0.1:8081",
    )
    proxy: SecretStr | None = Field(
        default=None,
        validation_alias="TELEGRAM_PROXY",
        description="a proxy's address, e.g. http://127.0.0.1:3128 or socks5://127.0.0.1:1080",
    )
    webhook_url: str | None = Field(
        default=None,
        validation_alias="TELEGRAM_WEBHOOK_URL",
        description="the https address that Telegram posts to, e.g. https://bot.example.vn/updates",
    )
    webhook_secret: SecretStr | None = Field(
        default=None,
        validation_alias="TELEGRAM_WEBHOOK_SECRET",
        description="16 to 256 of A-Z a-z 0-9 _ -; without it one is made of the token",
    )
    webhook_listen: str = Field(
        default="127.0.0.1:8081",
        validation_alias="TELEGRAM_WEBHOOK_LISTEN",
        description="the host and port that a proxy passes them on to, e.g. 127.0.0.1:8081",
    )
    engine: Literal["embedded", "milvus"] = Field(
        default="embedded",
        validation_alias="DANVAN_ENGINE",
        description="embedded, or milvus with MILVUS_URI",
    )
    milvus_uri: str = Field(
        default="http://127.0.0.1:19530",
        validation_alias="MILVUS_URI",
        description="the address of a Milvus server or cluster, e.g. http://127.0.0.1:19530",
    )
    milvus_token: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="MILVUS_TOKEN",
        description="what Milvus asks for: user:password, or a key",
    )
    owners: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(),
        validation_alias="DANVAN_OWNERS",
        description="Telegram user ids, separated by commas, e.g. 123456789,987654321",
    )
    approval_above: int | None = Field(
        default=None,
        ge=0,
        validation_alias="DANVAN_APPROVAL_ABOVE",
        description="a number of chats, e.g. 100: announcements to more need a second person",
    )
    sandbox_port: int = Field(
        default=8080,
        ge=0,
        le=65535,
        validation_alias="DANVAN_SANDBOX_PORT",
        description="a port number from 1 to 65535, or 0 for any that is free",
    )
    metrics_listen: str | None = Field(
        default=None,
        validation_alias="DANVAN_METRICS_LISTEN",
        description="the host and port of /healthz, /readyz and /metrics, e.g. 127.0.0.1:9100",
    )
    log_format: Literal["text", "json"] = Field(
        default="text",
        validation_alias="DANVAN_LOG_FORMAT",
        description="text for people, or json for programs",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO",
        validation_alias="DANVAN_LOG_LEVEL",
        description="DEBUG, INFO, WARNING or ERROR",
    )

    @field_validator("home", "register_path", mode="after")
    @classmethod
    def _make_absolute(cls, path: Path | None) -> Path | None:
        return path and path.expanduser().absolute()

    @field_validator("log_level", mode="before")
    @classmethod
    def _accept_lower_case(cls, level: object) -> object:
        return level.strip().upper() if isinstance(level, str) else level

    @field_validator("owners", mode="before")
    @classmethod
    def _split_owners(cls, owners: object) -> object:
        if not isinstance(owners, str):
            return owners
        ids = [part.strip() for part in owners.split(",") if part.strip()]
        if not all(re.fullmatch(r"[1-9][0-9]{0,15}", one) for one in ids):
            raise ValueError("it is not a list of user ids, which are positive numbers")
        return tuple(map(int, ids))

    @field_validator("database_url", mode="after")
    @classmethod
    def _check_database_url(cls, url: SecretStr | None) -> SecretStr | None:
        if url and not re.match(r"[a-z][a-z0-9+]*://", url.get_secret_value()):
            raise ValueError("it does not begin with a scheme such as sqlite://")
        if url and _is_ambiguous(url.get_secret_value()):
            # Its end would be taken for the host, and be shown where that is not found.
            raise ValueError("its name or password has an @ that is not written %40")
        return url

    @field_validator("token_from_file", mode="before")
    @classmethod
    def _read_token_file(cls, path: object) -> object:
        if not isinstance(path, str):
            return path
        try:
            with Path(path).expanduser().open(encoding="utf-8") as file:
                return file.read(MOST_TOKEN_CHARACTERS).strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"the file can't be read ({type(error).__name__})") from None

    @field_validator("token", "token_from_file", mode="after")
    @classmethod
    def _check_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token and not _TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("it does not look like a bot's token")
        return token

    @field_validator("token_from_file", mode="after")
    @classmethod
    def _check_that_one_token_is_set(
        cls, token: SecretStr | None, info: ValidationInfo
    ) -> SecretStr | None:
        if token and info.data.get("token"):
            raise ValueError("TELEGRAM_BOT_TOKEN is set too")
        return token

    @field_validator("base_url", "milvus_uri", mode="after")
    @classmethod
    def _check_address(cls, url: str) -> str:
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
            raise ValueError("it is not an http or https address")
        if "@" in url:  # wherever: a password with a / or a # would be taken for a path
            raise ValueError("it has an @: an address that is shown can hold no name and password")
        return url.rstrip("/")

    @field_validator("base_url", mode="after")
    @classmethod
    def _leave_out_what_is_added(cls, url: str) -> str:
        return url.removesuffix("/bot")

    @field_validator("webhook_url", mode="after")
    @classmethod
    def _check_webhook_url(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(url)):
            raise ValueError("it is not an https address")
        if not parts.hostname or parts.username or parts.query or parts.fragment:
            raise ValueError("it is not an address with a path and nothing more")
        return url

    @field_validator("webhook_secret", mode="after")
    @classmethod
    def _check_webhook_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not _WEBHOOK_SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("it is too short or too long, or has other characters")
        return secret

    @field_validator("webhook_listen", "metrics_listen", mode="after")
    @classmethod
    def _check_listening_address(cls, address: str | None) -> str | None:
        if address is None:
            return None
        parts = urlsplit(f"//{address}")
        if not parts.hostname or parts.port is None or parts.netloc != address:
            raise ValueError("it is not a host and a port")
        return address

    @field_validator("proxy", mode="after")
    @classmethod
    def _check_proxy(cls, proxy: SecretStr | None) -> SecretStr | None:
        if proxy is None:
            return None
        parts = urlsplit(proxy.get_secret_value())
        if parts.scheme not in _PROXY_SCHEMES or not parts.hostname:
            raise ValueError(f"it is not an address of {', '.join(_PROXY_SCHEMES)}")
        return proxy

    @property
    def bot_token(self) -> SecretStr | None:
        """Return the token, however it was set; None where there is none: run the sandbox."""
        return self.token or self.token_from_file

    @property
    def library_url(self) -> str:
        """Return the URL of the articles: the one that was set, or SQLite under `home`."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.home / 'danvan.sqlite3'}"

    @property
    def store_url(self) -> str:
        """Return the URL of what the bot must not forget: beside the library, or the sandbox's own.

        Whoever plays in the sandbox shall not write to the groups of a real bot.
        """
        if self.database_url is not None or self.bot_token is not None:
            return self.library_url
        return f"sqlite:///{self.home / 'sandbox.sqlite3'}"

    @property
    def index_folder(self) -> Path:
        """Return the folder of what is derived from the library; it may be deleted at any time."""
        return self.home / "index"

    @property
    def webhook_address(self) -> tuple[str, int]:
        """Return the host and the port that updates are taken at."""
        return _host_and_port(self.webhook_listen)

    @property
    def metrics_address(self) -> tuple[str, int] | None:
        """Return the host and the port of health and metrics; None where there are none."""
        return None if self.metrics_listen is None else _host_and_port(self.metrics_listen)

    def for_sandbox(self, *, base_url: str, token: str) -> Self:
        """Return settings that reach a sandbox on loopback, by no proxy, instead of Telegram.

        They have a token: open the sandbox's store by the settings of before.
        """
        return self.model_copy(
            update={
                "base_url": base_url.rstrip("/"),
                "token": SecretStr(token),
                "token_from_file": None,
                "proxy": None,
                "webhook_url": None,
            }
        )


def _is_ambiguous(url: str) -> bool:
    """Tell whether it is unclear where the password of a database's URL ends."""
    place = url.partition("://")[2].partition("?")[0]
    return not place.startswith("/") and place.count("@") > 1


def _host_and_port(address: str) -> tuple[str, int]:
    parts = urlsplit(f"//{address}")
    return parts.hostname or "", parts.port or 0


def is_loopback(url: str) -> bool:
    """Tell whether an address leads to this machine.

    >>> is_loopback("http://127.0.0.1:8081"), is_loopback("https://api.telegram.org")
    (True, False)
    """
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_settings() -> Settings:
    """Return the settings of the environment; raises SettingsError that names all that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False)
        lines = "\n".join(f"  {_problem(problem)}" for problem in problems)
        raise SettingsError(f"Some settings can't be used:\n{lines}") from None


def _problem(problem: ErrorDetails) -> str:
    """Say what was given (never a secret), what was expected, and what to do."""
    alias = str(problem["loc"][0])
    expected = next(
        field.description
        for field in Settings.model_fields.values()
        if field.validation_alias == alias
    )
    given = (
        "a value that is not shown here" if alias in _SECRETS else redacted(repr(problem["input"]))
    )
    reason = problem["msg"].removeprefix("Value error, ")
    return (
        f"{alias} is {given}: {reason}. Expected {expected}. "
        "Correct it, or unset it to use the default."
    )
