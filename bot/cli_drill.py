"""The command line of the drills: `danvan drill …`, each a test of what the bot promises."""

import re
from typing import Annotated, Literal

import typer

drill = typer.Typer(
    help="Test what the bot promises, where much goes wrong.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_PASSWORD = re.compile(r"://[^:/]*:[^@]+@|[?&][a-z_]*password=")
"""In the address of a database, as SQLAlchemy finds one."""


def without_password(url: str | None) -> str | None:
    """Refuse what would show a password to whoever lists the processes of this machine."""
    if url and _PASSWORD.search(url):
        raise typer.BadParameter(
            "the process list shows a password that stands here; leave it out, and set PGPASSWORD "
            "or write it into ~/.pgpass"
        )
    return url


DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        callback=without_password,
        help="An empty database, without its password: PGPASSWORD or ~/.pgpass has that; "
        "else a new SQLite file.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for programs.")]


@drill.command("announcements")
def drill_announcements(  # noqa: PLR0913 - an operator may choose each of them
    *,
    groups: Annotated[int, typer.Option(min=1, help="That get the announcement.")] = 2000,
    faults: Annotated[
        bool,
        typer.Option("--faults", help="18 % of them flood, forbid, migrate, fail, or hang up."),
    ] = False,
    kills: Annotated[
        int, typer.Option("--kill", min=0, help="How often a sender is killed, at random.")
    ] = 0,
    database_url: DatabaseUrl = None,
    processes: Annotated[int, typer.Option(min=1, help="Senders; one sends at a time.")] = 1,
    pace: Annotated[int, typer.Option(min=1, help="Most messages a second.")] = 30,
    lease: Annotated[
        float, typer.Option(min=2, help="Seconds until another takes over from a dead sender.")
    ] = 2,
    seed: Annotated[int, typer.Option(help="Of what goes wrong, and when.")] = 0,
    without_outbox: Annotated[
        bool, typer.Option("--without-outbox", help="A naive sender instead: it must fail.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Announce to many groups, and kill the sender over it.

    danvan drill announcements --groups 2000 --faults --kill 50 --json

    The sandbox counts what arrives in each group, and how fast; that is held against the outbox.
    Exit code 1 says that something did not hold.
    """
    if without_outbox and processes > 1:
        raise typer.BadParameter("--without-outbox is one process; leave --processes out")
    from datetime import timedelta

    from bot.commands import drilling
    from bot.drills.announcements import Conditions

    conditions = Conditions(
        groups=groups,
        faults=faults,
        kills=kills,
        processes=processes,
        pace=pace,
        lease_lasts=timedelta(seconds=lease),
        seed=seed,
        with_outbox=not without_outbox,
    )
    drilling.drill_announcements(conditions, database_url, as_json=as_json)


@drill.command("intake")
def drill_intake(  # noqa: PLR0913 - an operator may choose each of them
    *,
    questions: Annotated[int, typer.Option(min=1, help="That people ask.")] = 2000,
    kills: Annotated[
        int, typer.Option("--kill", min=0, help="How often a bot is killed, at random.")
    ] = 0,
    mode: Annotated[
        Literal["polling", "webhook"], typer.Option(help="How updates come to the bot.")
    ] = "polling",
    database_url: DatabaseUrl = None,
    processes: Annotated[int, typer.Option(min=1, help="Bots; one polls at a time.")] = 1,
    lease: Annotated[
        float, typer.Option(min=2, help="Seconds until another takes over from a dead bot.")
    ] = 2,
    seed: Annotated[int, typer.Option(help="Of the moments of the kills.")] = 0,
    without_inbox: Annotated[
        bool, typer.Option("--without-inbox", help="By the library's own intake: it must fail.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask many questions, and kill the bot over the answers.

    danvan drill intake --questions 2000 --kill 100 --mode webhook --json

    The sandbox counts the answers to each question. Exit code 1 says that something did not hold.
    """
    from datetime import timedelta

    from bot.commands import drilling
    from bot.drills.questions import Conditions

    conditions = Conditions(
        questions=questions,
        kills=kills,
        mode=mode,
        processes=processes,
        lease_lasts=timedelta(seconds=lease),
        seed=seed,
        with_inbox=not without_inbox,
    )
    drilling.drill_intake(conditions, database_url, as_json=as_json)


@drill.command("load")
def drill_load(
    *,
    questions: Annotated[
        int, typer.Option(min=4, help="To the bot; the echo bot gets as many, 2000 at most.")
    ] = 2000,
    mode: Annotated[
        Literal["polling", "webhook"], typer.Option(help="How updates come to the bots.")
    ] = "polling",
    database_url: DatabaseUrl = None,
    pace: Annotated[
        int, typer.Option(min=1, help="Most messages a second, of both; Telegram's is 30.")
    ] = 30,
    as_json: AsJson = False,
) -> None:
    """Ask as fast as answers come, and a plain echo bot beside; then take the times at half of it.

    danvan drill load --json

    What is more than 2000 is asked at a stretch afterwards, as fast as answers come: with
    100000, an hour of it, memory has to stay flat.

    With a pace as high as 1000 it is the processor that bounds both: what finding answers costs
    beside an echo. Exit code 1 says that an aim was missed.
    """
    from bot.commands import drilling
    from bot.drills.load import Conditions

    conditions = Conditions(questions=questions, mode=mode, pace=pace)
    drilling.drill_load(conditions, database_url, as_json=as_json)
