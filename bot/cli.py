"""The `hirebot` command. A person's mistake gets a sentence and exit code 1, never a traceback.

What only one command needs is loaded by it: the bot starts sooner, and is smaller, without the others'.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from pydantic import SecretStr

from bot import log
from bot.clock import SystemClock
from bot.config import BadSettings, Given, Settings, load_settings, read_settings
from bot.container import App, build
from bot.keys import CannotRotate, rotate
from bot.run import run
from bot.setting_checks import MAKE_A_KEY, key_problem
from bot.store import CannotStart, find_store, hold_to_key, is_there, place, prepare_store
from scheduling.outbox.restored import note_restored

ACTOR = "command line"
_HELP = {"help_option_names": ["-h", "--help"]}


@click.group(context_settings=_HELP)
def main() -> None:
    """Hirebot runs an interview loop from Slack.

    Settings come from the environment or from a file .env in the current directory; see .env.example.
    """


@main.command("run", short_help="Start the bot.")
def run_command() -> None:
    """Start the bot, and keep it running until it is told to stop.

    Brings the database to this version first. SIGTERM and Ctrl-C end it within ten seconds; nothing is lost.
    """
    settings = _settings()
    log.configure()
    try:
        code = run(settings)
    except CannotStart as problem:
        raise click.ClickException(str(problem)) from None
    sys.exit(code)


@main.command(short_help="Bring the database to this version.")
def migrate() -> None:
    """Bring the database to this version. Running it again changes nothing."""
    settings = _settings()
    log.configure(quiet=True)
    try:
        if _made(settings):
            return
        steps = prepare_store(settings)
    except CannotStart as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(f"Upgraded to {steps[-1]}." if steps else "Nothing to do: the database is at this version.")


@main.command(short_help="Say that a backup was put back.")
def restored() -> None:
    """Say that the database was put back from a backup. To be said before Hirebot is started again.

    From then on whatever the backup does not know of is looked for in Slack before it is said, so that nothing comes
    twice. To be said of each backup that is put back; saying it twice does no harm.
    """
    settings = _settings()
    log.configure(quiet=True)
    app = _opened(settings, make=False)
    try:
        with app.uow() as tx:
            since = note_restored(tx, app.engine.circumstances(), actor=ACTOR)
    finally:
        app.close()
    click.echo(
        f"It knows of everything until {since:%Y-%m-%d %H:%M} UTC. What is from then on is looked for before it is said."
    )


@main.command("rotate-key", short_help="Give the database another secret key.")
@click.argument("new_key_file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
def rotate_key(new_key_file: Path) -> None:
    """Make the key in NEW_KEY_FILE the database's, in place of HIREBOT_SECRET_KEY.

    Stop every process before: one that still runs ends itself. Chains the audit log anew, after a look whether it is
    whole. All or nothing; then put the new key into HIREBOT_SECRET_KEY, and start.
    """
    settings = _settings()
    log.configure(quiet=True)
    try:
        new = new_key_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        words = f"{new_key_file} cannot be read as text. Make a key with {MAKE_A_KEY}. Nothing was changed."
        raise click.ClickException(words) from None
    if problem := key_problem(new):
        raise click.ClickException(f"The new key {problem}. Make one with {MAKE_A_KEY}. Nothing was changed.")
    app = _opened(settings, make=False)
    try:
        rotate(app.uow, app.clock, old=settings.secret_key, new=SecretStr(new))
    except CannotRotate as why:
        raise click.ClickException(f"{why} Nothing was changed.") from None
    finally:
        app.close()
    click.echo(
        "The database has the new key. Put it into HIREBOT_SECRET_KEY now, and keep the old one with old backups."
    )


@main.command(short_help="Say what is missing; check every promise.")
@click.option("--public-url", help="In mode http: also ask there, as Slack would.")
@click.option("--fix", is_flag=True, help="Put right what can be put right.")
def doctor(public_url: str | None, fix: bool) -> None:
    """Look at settings, database, Slack, Google, the team, and whether every promise holds.

    Tells everything that is missing or does not work, in the order in which it is set up, and what to do about it. Changes
    nothing, but with --fix: then events that no round has or that differ from their round, work that stuck, reminders that
    are missing and old cards are put right, by the bot as soon as it runs. Exit code 1 where something is wrong.
    """
    from bot.doctor import examine
    from bot.doctor.telling import tell

    log.configure(quiet=True)
    if tell(examine(_given(), SystemClock(), public_url=public_url, fix=fix)):
        sys.exit(1)


@main.group(context_settings=_HELP, short_help="Load people and openings from a file.")
def team() -> None:
    """The people who hire, and what they hire for."""


@team.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
def load(file: Path) -> None:
    """Make people and openings what FILE says.

    Everything or nothing: each problem is told with its line, and where there is one, nothing is changed. Loading the
    same file again changes nothing. team.example.yaml shows what can be said.
    """
    from scheduling.use_cases.load_team import TeamProblems, load_team

    settings = _settings()
    log.configure(quiet=True)
    app = _opened(settings, make=True)
    try:
        outcome = load_team(app.uow, file.read_bytes(), app.engine.circumstances(), actor=ACTOR)
    finally:
        app.close()
    if isinstance(outcome, TeamProblems):
        for problem in outcome.problems:
            click.echo(f"{file}:{problem.line}: {problem.message}", err=True)
        raise click.ClickException("Nothing was changed.")
    for line in outcome.lines:
        click.echo(line)


@main.command(short_help="Print the manifest of the Slack app.")
@click.option("--mode", type=click.Choice(["socket", "http"]), default="socket", show_default=True)
@click.option("--base-url", "--url", help="For http: the public address of Hirebot, beginning with https://")
def manifest(mode: str, base_url: str | None) -> None:
    """Print the manifest from which Slack makes the app (api.slack.com/apps, Create New App)."""
    from handlers.manifest import render_manifest

    if base_url and mode != "http":
        raise click.UsageError("--base-url goes with --mode http; in Socket Mode there is no address.")
    try:
        click.echo(render_manifest("http" if mode == "http" else "socket", base_url), nl=False)
    except ValueError as problem:
        raise click.UsageError(f"{problem} (--base-url).") from None


@main.command("google-login", short_help="Sign in to Google as the organiser.")
@click.argument("client_file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--token-file", type=click.Path(path_type=Path), help="Where the consent is kept.")
@click.option("--no-browser", is_flag=True, help="Only print the address, as over SSH.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Where the answer is waited for.")
def google_login(client_file: Path, token_file: Path | None, no_browser: bool, port: int) -> None:
    """Sign in as the organiser, once, and keep the consent in a token file.

    CLIENT_FILE is the JSON of an OAuth client of type Desktop app; docs/google-setup.md leads there. The consent is kept
    in GOOGLE_OAUTH_TOKEN_FILE, readable by you alone, and never shown.
    """
    from bot.google_login import LoginProblem
    from bot.login_words import sign_in

    log.configure(quiet=True)
    try:
        sign_in(client_file, _given(), SystemClock(), token_file=token_file, port=port, browser=not no_browser)
    except LoginProblem as problem:
        raise click.ClickException(f"{problem}.") from None


@main.command(short_help="See it work: no Slack, no Google needed.")
@click.option("--story", is_flag=True, help="Tell two whole loops in the terminal instead.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Where to begin looking.")
@click.option("--no-open", is_flag=True, help="Only say where the page is.")
def demo(story: bool, port: int, no_open: bool) -> None:
    """A workspace in the browser with an example team, to try everything by hand: no Slack, no Google needed.

    The page is served to this machine only, and everything in it is made up. Ctrl-C ends it and leaves nothing behind.
    With --story, two interview loops from beginning to end, told in the terminal in about a minute.
    """
    if story:
        from sandbox.story import main as tell

        sys.exit(tell())
    from sandbox.page.opening import open_page

    log.configure(quiet=True)
    try:
        code = open_page(click.echo, port=port, browser=not no_open)
    except OSError as problem:
        raise click.ClickException(f"The page cannot be served: {problem.strerror or problem}.") from None
    sys.exit(code)


@main.command(short_help="Try every promise on made-up loops.")
@click.option("--loops", type=click.IntRange(1), default=100, show_default=True, help="How many candidates come.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed tells the same stories.")
@click.option("--faults/--calm", default=True, show_default=True, help="Whether things go wrong outside.")
@click.option("--database-url", help="An empty database to play in, instead of temporary files of SQLite.")
@click.option("--processes", type=click.IntRange(1), help="How many play at once; as many as there are cores.")
@click.option("--world", type=click.IntRange(0), help="Tell one world of the seed, line by line.")
@click.option("--only", help="In that world: these events and no others.")
def simulate(
    loops: int,
    seed: int,
    faults: bool,
    database_url: str | None,
    processes: int | None,
    world: int | None,
    only: str | None,
) -> None:
    """Play interview loops with made-up people, crashes and failing services, and hold them to every promise.

    Nothing real is touched. Exit code 1 where a promise is broken: then it says how, in a story made short, and with which
    command it happens again.
    """
    from sandbox.simulation.run import LOOPS_PER_WORLD
    from sandbox.simulation.store import NotEmpty
    from sandbox.simulation.telling import replay, tell

    log.configure(quiet=True)
    try:
        if world is not None:
            events = None if only is None else frozenset(only.split(","))
            broken = replay(click.echo, seed=seed, world=world, loops=min(loops, LOOPS_PER_WORLD), only=events)
        else:
            broken = tell(
                click.echo, loops=loops, seed=seed, faults=faults, database_url=database_url, processes=processes
            )
    except NotEmpty:
        raise click.ClickException("That database is in use: simulating would empty it. Give an empty one.") from None
    sys.exit(1 if broken else 0)


def _given() -> Given:
    try:
        return read_settings()
    except BadSettings as bad:
        raise click.ClickException(str(bad)) from None


def _settings() -> Settings:
    try:
        return load_settings()
    except BadSettings as bad:
        lines = "\n".join(f"  {problem}" for problem in bad.problems)
        raise click.ClickException(
            f"Hirebot cannot start with these settings.\n{lines}\n`python3 start.py doctor` goes through them step by step."
        ) from None


def _opened(settings: Settings, *, make: bool) -> App:
    """An app on a database that is at this version and belongs to this key; where none is there, it may `make` one."""
    try:
        if make:
            _made(settings)
        else:
            find_store(settings)
        prepare_store(settings)
        app = build(settings)
        hold_to_key(app)
    except CannotStart as problem:
        raise click.ClickException(str(problem)) from None
    return app


def _made(settings: Settings) -> bool:
    """Makes the database where there is none, and says so: whoever mistyped its address sees it here. Raises CannotStart."""
    if is_there(settings):
        return False
    prepare_store(settings)
    click.echo(f"There was no database {place(settings.database_url.get_secret_value())}: a new one was made.")
    return True
