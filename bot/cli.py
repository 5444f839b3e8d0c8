"""The command line: every command with its options; what they do is in `bot.commands`.

A command imports what it needs when it runs, so that nobody who asks for help, or lists articles,
waits for the word segmenter or for Telegram.
"""

import gc
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli_drill import drill
from bot.cli_inbox import inbox
from bot.cli_operation import operation
from bot.cli_roles import roles
from bot.commands.terminal import as_typed, clear_errors, speak_utf8

EPILOG = """\
Exit codes: 0 done, also where nothing answers; 1 some files could not be imported, something of a
drill did not hold, the index is damaged, or the doctor found something bad; 2 wrong use, or
something can't be used: the message says what, and what to do.

Settings are read from the environment: DANVAN_HOME, DANVAN_DATABASE_URL, DANVAN_REGISTER,
DANVAN_OWNERS, DANVAN_APPROVAL_ABOVE, DANVAN_SANDBOX_PORT, DANVAN_LOG_LEVEL, DANVAN_LOG_FORMAT,
DANVAN_METRICS_LISTEN, TELEGRAM_BOT_TOKEN, TELEGRAM_BOT_TOKEN_FILE, TELEGRAM_BASE_URL,
TELEGRAM_PROXY, TELEGRAM_WEBHOOK_URL, TELEGRAM_WEBHOOK_SECRET, TELEGRAM_WEBHOOK_LISTEN.
"""

NEW_OBJECTS_WORTH_A_LOOK = 1_000_000
"""What a start makes stays: to look for garbage in it at Python's pace takes a sixth of it."""

app = typer.Typer(
    help="Answer questions about dân vận policies with verbatim, cited passages.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help and errors: they survive pipes, and copying
    context_settings={"help_option_names": ["-h", "--help"]},
)
corpus = typer.Typer(
    help="Add, list, show and remove articles.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(corpus, name="corpus")
app.add_typer(roles, name="roles")
app.add_typer(drill, name="drill")
app.add_typer(inbox, name="inbox")
app.add_typer(operation)

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for programs.")]
Name = Annotated[
    str, typer.Argument(help="A file's name, with or without its extension, or an id.")
]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line, by default the process's own, and end with its exit code."""
    gc.set_threshold(NEW_OBJECTS_WORTH_A_LOOK)
    speak_utf8()
    with clear_errors():
        app(arguments)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer's way of calling
    if wanted:
        from importlib.metadata import version

        typer.echo(f"danvan {version('danvan')}")
        raise typer.Exit


@app.callback()
def danvan(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Take the options that stand before any command."""


@app.command()
def run(
    *,
    open_page: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the sandbox's page in the browser.")
    ] = True,
) -> None:
    """Answer on Telegram, or without a token in a local sandbox.

    With TELEGRAM_BOT_TOKEN the bot answers on Telegram. Without, it answers on a chat page at
    http://127.0.0.1:8080 (DANVAN_SANDBOX_PORT), which only this machine can reach.
    """
    from bot.commands import running

    running.run(open_page=open_page)


@app.command()
def ask(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="QUESTION", help="In everyday Vietnamese.")
    ] = None,
    *,
    batch: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help='Answer each line {"id": …, "question": "…"} of a file; "-" is standard input.',
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question, or a batch of them, from the library.

    danvan ask "Cần Đước có mấy mô hình dân vận khéo?"

    danvan ask --batch questions.jsonl --json > answers.jsonl
    """
    question = as_typed(words or ()).strip()
    if bool(question) == (batch is not None):
        raise typer.BadParameter(
            'expected one question, or --batch FILE; try: danvan ask "Cần Đước có mấy mô hình?"'
        )
    from bot.commands import asking

    if batch is not None:
        asking.ask_batch(batch, as_json=as_json)
    else:
        asking.ask(question, as_json=as_json)


@app.command()
def lookup(
    words: Annotated[
        list[str], typer.Argument(metavar="NUMBER", help='Such as "25-NQ/TW" or "nghị quyết 25".')
    ],
    *,
    as_json: AsJson = False,
) -> None:
    """Show a document: its dates, its force, and who names it."""
    from bot.commands import asking

    asking.look_up(as_typed(words), as_json=as_json)


@app.command()
def register(
    table: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="Check this table; else that of DANVAN_REGISTER."),
    ] = None,
) -> None:
    """List which documents are in force, and who says so.

    A table of your own adds to the shipped rows, or takes their place; a row that can't be used
    is named, with what is expected there.
    """
    from bot.commands import registering

    registering.list_entries(table)


@app.command()
def search(
    *,
    passages: Annotated[
        Path, typer.Option(metavar="FILE", help='Lines {"id", "text"}; may be gzipped.')
    ],
    questions: Annotated[
        Path, typer.Option(metavar="FILE", help='Lines {"id", "question"}; may be gzipped.')
    ],
    output: Annotated[Path, typer.Option(metavar="FILE", help="Where the run is written.")],
    top: Annotated[int, typer.Option(min=1, help="Passages for each question.")] = 20,
    without_diacritics: Annotated[
        bool, typer.Option("--strip-diacritics", help="Ask the questions without diacritics.")
    ] = False,
) -> None:
    """Index a set of passages, ask its questions, and write the run.

    The run has a line for each question: {"id", "hits": [{"id", "score"}], "answer": {"passage",
    "sentence", "confidence"} or null}. The file appears when it is whole.
    """
    from bot.commands import searching

    searching.search(passages, questions, output, top=top, without_diacritics=without_diacritics)


@app.command("eval")
def evaluate(
    folders: Annotated[
        list[Path],
        typer.Argument(
            metavar="DATASET",
            help="Folders with passages.jsonl and questions.jsonl; may be gzipped.",
        ),
    ],
    *,
    run_dir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep the runs, to compare with later.")
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option(metavar="RUN", help="Test the difference to an earlier run or --run-dir."),
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw risk against coverage: .svg or .png.")
    ] = None,
    top: Annotated[int, typer.Option(min=10, help="Passages for each question.")] = 10,
    seed: Annotated[int, typer.Option(min=0, help="Of typing errors and resampling.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Measure how well sets of questions are answered.

    A line of questions.jsonl is {"id", "question", "passages": [ids], "answers": [spans]}. Each
    question is asked as typed, without diacritics and with typing errors, and each time also with
    its passages taken out: nothing should answer it then. BM25+ alone is measured beside it.
    """
    from bot.commands.extras import EVALUATION, needing

    with needing(EVALUATION):
        from bot.commands import evaluating

    options = evaluating.Options(
        top=top, seed=seed, as_json=as_json, run_dir=run_dir, compared=compare, plot=plot
    )
    evaluating.evaluate(folders, options)


@app.command()
def tune(
    folders: Annotated[
        list[Path],
        typer.Argument(metavar="DATASET", help="Folders as of danvan eval; several hold better."),
    ],
) -> None:
    """Choose the weights of ranking on sets of questions.

    Prints what each part of the ranking is worth on each set, what weights tuned on the other
    sets reach there, and the weights that rank best over all of them.
    """
    from bot.commands import tuning

    tuning.choose(folders)


@corpus.command()
def add(
    paths: Annotated[
        list[Path], typer.Argument(help='Files, folders, or patterns such as "in/*.txt".')
    ],
) -> None:
    """Import text and Markdown files.

    A file that is in the library changes nothing; a changed one replaces its article.
    """
    from bot.commands import library

    library.add(paths)


@corpus.command("list")
def list_articles() -> None:
    """List all articles, one a line.

    A hidden one is a digest whose original is present: the answers come from the original.
    """
    from bot.commands import library

    library.list_articles()


@corpus.command()
def show(
    name: Name,
    *,
    text_only: Annotated[
        bool, typer.Option("--text", help="Only the text that citations are offsets of.")
    ] = False,
) -> None:
    """Show an article as the library keeps it."""
    from bot.commands import library

    library.show(name, text_only=text_only)


@corpus.command()
def remove(name: Name) -> None:
    """Remove an article; a digest that it hid answers again."""
    from bot.commands import library

    library.remove(name)


@app.command()
def announce(
    *,
    text_file: Annotated[
        Path, typer.Option(metavar="FILE", help='The words, in UTF-8; "-" is standard input.')
    ],
    places: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A place, or several; else all.")
    ] = None,
    topics: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="A topic, or several; else all.")
    ] = None,
    at: Annotated[
        str, typer.Option(metavar="TIME", help='In Vietnam: "18:00 mai", "20/12 7:30".')
    ] = "ngay",
    urgent: Annotated[bool, typer.Option("--urgent", help="In quiet hours too.")] = False,
    acknowledge: Annotated[
        bool, typer.Option("--acknowledge", help='Put the button "Đã nắm" below it.')
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say who would get it, and when.")
    ] = False,
) -> None:
    """Have the bot write to all who subscribed.

    danvan announce --text-file invitation.txt --places "xã Cần Đước" --at "18:00 mai" --dry-run
    """
    from bot.commands import announcing

    wish = announcing.Wish(
        text_file=text_file,
        places=[as_typed([name]) for name in places or ()],
        topics=topics or (),
        at=as_typed([at]),
        urgent=urgent,
        acknowledge=acknowledge,
    )
    announcing.announce(wish, dry_run=dry_run)


@app.command()
def deliveries(
    announcement: Annotated[int, typer.Argument(metavar="ID", help="Its number.")],
    *,
    as_csv: Annotated[bool, typer.Option("--csv", help="A line for every chat.")] = False,
) -> None:
    """Show what became of an announcement."""
    from bot.commands import announcing

    announcing.show_deliveries(announcement, as_csv=as_csv)


@app.command()
def digests(
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say who would get which articles now.")
    ] = False,
) -> None:
    """Show which digests of new articles are due."""
    if not dry_run:
        raise typer.BadParameter("a running bot sends digests by itself; expected --dry-run")
    from bot.commands import digests as commands

    commands.show_due()
