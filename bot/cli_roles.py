"""The command line of roles: `danvan roles …`."""

from typing import Annotated, Literal

import typer

from bot.commands.terminal import as_typed

roles = typer.Typer(
    help="Say who may announce, and where.", no_args_is_help=True, rich_markup_mode=None
)

UserId = Annotated[
    int, typer.Argument(metavar="USER_ID", min=1, help="A Telegram user id: a number.")
]


@roles.command("list")
def list_roles() -> None:
    """List everyone with a role, one a line, the owners of DANVAN_OWNERS first."""
    from bot.commands import roles as commands

    commands.list_roles()


@roles.command()
def grant(
    user_id: UserId,
    rank: Annotated[
        Literal["owner", "officer"],
        typer.Argument(metavar="owner|officer", help="Owners give roles; both announce."),
    ],
    *,
    places: Annotated[
        list[str] | None,
        typer.Option(
            "--place", metavar="NAME", help="Where an officer may announce; else everywhere."
        ),
    ] = None,
) -> None:
    """Give someone a role, in place of any other.

    danvan roles grant 123456789 officer --place "xã Cần Đước, Tây Ninh"
    """
    if places and rank == "owner":
        raise typer.BadParameter("an owner announces everywhere; leave --place out")
    from bot.commands import roles as commands
    from bot.store.records import Rank

    commands.grant(user_id, Rank(rank), [as_typed([place]) for place in places or ()])


@roles.command()
def revoke(user_id: UserId) -> None:
    """Take a role away; what was announced stays."""
    from bot.commands import roles as commands
    from bot.store.records import Rank

    commands.grant(user_id, Rank.NONE, ())
