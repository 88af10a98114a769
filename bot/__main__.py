"""The command `madoguchi`: what can be done from a terminal. Each command says what it did, or why it could not.

Heavy parts are imported by the command that needs them, so that light ones answer at once.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot import keeping_commands
from bot.logs import configure
from bot.settings import BadSettings, Settings, load
from flows.office.policy import local

app = typer.Typer(name="madoguchi", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
staff_app = typer.Typer(no_args_is_help=True, help="Staff groups and roles.")
bookings_app = typer.Typer(no_args_is_help=True, help="Look at bookings.")
channels_app = typer.Typer(no_args_is_help=True, help="Telegram and LINE.")
keys_app = typer.Typer(no_args_is_help=True, help="Keys that seal personal data.")
terms_app = typer.Typer(no_args_is_help=True, help="Official texts.")
offices_app = typer.Typer(no_args_is_help=True, help="The rules of each office.")
bench_app = typer.Typer(no_args_is_help=True, help="Measure on this machine, as ratios within one run.")
for name, group in (
    ("staff", staff_app),
    ("bookings", bookings_app),
    ("channels", channels_app),
    ("keys", keys_app),
    ("terms", terms_app),
    ("offices", offices_app),
    ("bench", bench_app),
):
    app.add_typer(group, name=name)
app.add_typer(keeping_commands.person_app, name="person")
app.command()(keeping_commands.purge)

INVITE_LASTS = timedelta(days=2)
out = Console()

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on.")]
OfficeOption = Annotated[str, typer.Option(help="Office id, as its file is named.")]
OfficeArgument = Annotated[str, typer.Argument(help="An office's id, its file, or id@version as it was once served.")]


@app.command()
def demo(host: Host = "127.0.0.1", port: Port = 8080, folder: Path = Path("data/demo")) -> None:
    """Everything on this machine, no accounts: a job seeker's phone, the staff group, a clock that can be moved."""
    from bot.demo import serve as serve_demo

    configure("WARNING")
    out.print(f"Madoguchi demo: open [bold]http://{host}:{port}/[/bold]  (Ctrl+C ends it)")
    asyncio.run(serve_demo(folder, host, port))


@app.command()
def talk(
    office: OfficeOption = "demo",
    locale: Annotated[str, typer.Option(help="Language guessed for the job seeker.")] = "en",
    at: Annotated[str, typer.Option(help="When the talk begins, Japan time: 2026-11-20T10:00.")] = "2026-11-20T10:00",
    seed: Annotated[int, typer.Option(help="The same seed gives the same codes.")] = 1,
) -> None:
    """The same conversation in this terminal, both sides; a script on standard input gives a transcript."""
    from bot.talk import run as run_talk

    configure("ERROR")
    asyncio.run(run_talk(office, locale, _moment(at), seed, sys.stdin, out, interactive=sys.stdin.isatty()))


@app.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8080,
    only: Annotated[Literal["all", "web", "work"], typer.Option(help="Split the process in two.")] = "all",
) -> None:
    """Production: webhooks, web chat, turns, delivery and schedule."""
    from bot import wiring
    from bot.ports import SystemChance, SystemClock
    from bot.serve import Service, run
    from storage.lockfile import LockFile, lock_path

    settings, clock, chance = _settings(), SystemClock(), SystemChance()
    configure(settings.log_level, settings.log_format)
    if not settings.public_url:
        raise BadSettings("MADOGUCHI_PUBLIC_URL is missing: without it nobody could open the page on which one joins")
    wiring.prepare(settings, chance, clock, migrate=False)

    async def main() -> None:
        await run(Service(wiring.whole(settings, clock, chance), only), host, port)

    path = lock_path(settings.database)
    if path is None or only == "web":
        asyncio.run(main())
        return
    with LockFile(path):
        asyncio.run(main())


@app.command()
def migrate(
    to: Annotated[str, typer.Option(help="Revision to go to.")] = "head",
    sql: Annotated[bool, typer.Option("--sql", help="Print the statements instead of running them.")] = False,
) -> None:
    """Bring the database to the newest schema."""
    from storage.engines import open_engine
    from storage.migrate import as_sql, current, upgrade

    settings = _settings()
    if sql:
        typer.echo(as_sql(settings.database, to))
        return
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database)
    before = current(engine)
    upgrade(engine, to)
    out.print(f"schema: {before or 'empty'} -> {current(engine)}")
    engine.dispose()


@keys_app.command("new")
def keys_new() -> None:
    """Print a fresh key for MADOGUCHI_SECRET_KEYS. Keep a copy outside the machine: without it, data cannot be read."""
    from bot.ports import SystemChance
    from storage.vault import Keyring

    typer.echo(Keyring.fresh(SystemChance().data))


@staff_app.command("invite")
def staff_invite(
    office: OfficeOption,
    group: Annotated[bool, typer.Option("--group", help="A code that binds a group chat (the default).")] = False,
    role: Annotated[str, typer.Option(help="Instead: a code that makes its redeemer staff, in this role.")] = "",
) -> None:
    """Print a one-time code: `/bind CODE` in a Telegram group, the code alone in a LINE group or a private chat."""
    from bot import commands

    if group and role:
        raise typer.BadParameter("choose --group or --role, not both")
    code, until = commands.invite(_settings(), office, role, INVITE_LASTS)
    what = f"role {role}" if role else "a staff group"
    out.print(f"[bold]{code}[/bold]  for {what} of {office}; once, until {local(until):%Y-%m-%d %H:%M} JST")


@staff_app.command("list")
def staff_list(office: OfficeOption) -> None:
    """Who may act for an office."""
    from bot import commands

    table = Table("channel", "user id", "name", "role", "since", "until")
    for each in commands.members(_settings(), office):
        until = f"{local(each.until):%Y-%m-%d %H:%M}" if each.until else ""
        since = f"{local(each.since):%Y-%m-%d %H:%M}"
        table.add_row(each.channel, each.user, escape(each.name), escape(each.role), since, until)
    out.print(table)


@staff_app.command("remove")
def staff_remove(
    office: OfficeOption,
    channel: Annotated[str, typer.Option(help="telegram or line.")],
    user: Annotated[str, typer.Option(help="User id, as `staff list` shows it.")],
) -> None:
    """Take a member's rights away, at once."""
    from bot import commands

    if not commands.remove_member(_settings(), office, channel, user):
        _fail(f"{user} on {channel} is no member of {office}")
    out.print(f"{user} on {channel} may not act for {office} any more")


@terms_app.command("publish")
def terms_publish(  # noqa: PLR0913 -- each an option of the command
    office: OfficeOption,
    document: Annotated[str, typer.Option(help="Its name in the office's file: office, tool, chat.")],
    version: Annotated[str, typer.Option(help="Shown to people, and kept with each agreement.")],
    effective: Annotated[str, typer.Option(help="First day on which it is in force, as 2026-12-01.")],
    file: Annotated[Path, typer.Argument(help="The Japanese text, UTF-8.", exists=True, dir_okay=False)],
    locale: Annotated[str, typer.Option(help="Of a translation, for reference: its language.")] = "ja",
    summary: Annotated[
        list[str] | None, typer.Option(help="What changed, by language: en=FILE. May be given several times.")
    ] = None,
) -> None:
    """Publish an official text of an office, or a translation of one. Whoever has a booking or an application there is
    told of a new version: what changed, and from when on.
    """
    from bot import publishing

    given = publishing.publication(office, document, version, effective, file, locale, summary or [])
    done = publishing.publish(_settings(), given)
    out.print(f"{document} {version} ({locale}) of {office}, in force from {effective}; SHA-256 {done.sha256}")
    if done.to_tell:
        out.print(f"{done.to_tell} people with a booking or an application will be told")


@terms_app.command("list")
def terms_list(office: OfficeOption) -> None:
    """Every published text of an office: version, since when, its hash, and how many people agreed to it."""
    from bot import publishing

    table = Table("document", "version", "language", "in force from", "state", "agreed", "SHA-256")
    for each in publishing.listed(_settings(), office):
        own = each.edition
        shown = (own.name, escape(own.version), own.locale, own.effective.isoformat(), each.state, str(each.agreed))
        table.add_row(*shown, own.sha256)
    out.print(table)


@offices_app.command("show")
def offices_show(office: OfficeArgument) -> None:
    """Every setting of an office, with the document and article it comes from."""
    from bot import commands, offices

    table = Table("setting", "value", "source", "checked on")
    for each in offices.rows(commands.office(_settings(), office)):
        table.add_row(each.setting, escape(each.value), escape(each.source), each.checked_on)
    out.print(table)


@offices_app.command("check")
def offices_check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Office files; none: all of MADOGUCHI_OFFICES_DIR.")
    ] = None,
) -> None:
    """Read office files and say what is wrong with them, by file and key."""
    from bot import offices

    for policy in offices.every(files or [], _settings().offices_dir):
        out.print(f"{policy.id}: version {policy.version} holds")
        for warning in offices.warnings(policy):
            out.print(f"{policy.id}: [yellow]warning[/yellow]: {escape(warning)}")


@offices_app.command("diff")
def offices_diff(
    old: OfficeArgument,
    new: OfficeArgument,
) -> None:
    """In which settings two offices, or two versions of one, differ."""
    from bot import commands, offices

    settings = _settings()
    table = Table("setting", old, new)
    for setting, before, after in offices.differences(commands.office(settings, old), commands.office(settings, new)):
        table.add_row(setting, escape(before), escape(after))
    out.print(table)


@offices_app.command("kept")
def offices_kept(office: Annotated[str, typer.Argument(help="Id of an office.")]) -> None:
    """Under which settings an office was served, and since when; bookings name theirs."""
    from bot import commands

    table = Table("settings", "first served")
    for each in commands.kept(_settings(), office):
        table.add_row(f"{office}@{each.stamp}", f"{local(each.first_served):%Y-%m-%d %H:%M} JST")
    out.print(table)


@offices_app.command("moves")
def offices_moves() -> None:
    """Which deeds lead an application from where to where: the picture in the README, drawn from the table."""
    from flows.office.picture import picture

    typer.echo(picture())


@bookings_app.command("show")
def bookings_show(
    code: Annotated[str, typer.Argument(help="Reference code of the booking.")],
    reveal: Annotated[bool, typer.Option(help="Show name, number and telephone. This is written down.")] = True,
) -> None:
    """Everything about one booking, with personal data; who looked is recorded."""
    from bot import commands

    rows = commands.booking(_settings(), code, reveal=reveal)
    if rows is None:
        _fail(f"no booking has the code {code}")
    table = Table(show_header=False)
    for label, value in rows:
        table.add_row(label, escape(value))
    out.print(table)


@offices_app.command("poster")
def offices_poster(  # noqa: PLR0913 -- each is an option
    office: OfficeOption,
    out_file: Annotated[Path, typer.Option("--out", help="Where to: a .png or .pdf file.")],
    locale: Annotated[str, typer.Option(help="Language of the poster.")] = "ja",
    font: Annotated[Path | None, typer.Option(help="A font file; else one of this machine is used.")] = None,
    telegram: Annotated[str | None, typer.Option(help="User name of the bot; else Telegram is asked.")] = None,
    line: Annotated[str | None, typer.Option(help="Basic id (@…) of the account; else LINE is asked.")] = None,
) -> None:
    """Draw a page of A4 with the QR code of an office's chat, and of its bot on Telegram and LINE where they are on."""
    from bot.poster import make

    names = {name: given for name, given in (("telegram", telegram), ("line", line)) if given is not None}
    make(_settings(), office, locale, out_file, font, names)
    out.print(f"{out_file}: drawn; try each code with a phone before it hangs on a wall")


@app.command()
def stats(
    office: OfficeOption,
    first: Annotated[str, typer.Option("--from", help="First month, as 2026-04; else a year ago.")] = "",
    last: Annotated[str, typer.Option("--to", help="Last month; else this one.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    chart: Annotated[Path | None, typer.Option(help="Draw applications and attendance into this .svg file.")] = None,
) -> None:
    """An office's figures by the month in which was asked, without anybody in them: small numbers are not shown."""
    from bot import figures

    found = figures.report(_settings(), office, first, last)
    if found is None:
        out.print(f"{office}: its file keeps no statistics (statistics.keep = false), so nothing is shown")
        return
    if chart:
        figures.draw(found, chart)
    if as_json:
        typer.echo(json.dumps(figures.to_json(found), ensure_ascii=False, indent=2))
        return
    if not found.months:
        out.print(f"{office}: nobody asked for a consultation in these months")
        return
    head, lines = figures.table(found)
    printed = Table(*head)
    for line in lines:
        printed.add_row(*map(escape, line))
    out.print(printed)


@app.command()
def check(
    offline: Annotated[bool, typer.Option("--offline", help="Ask no platform.")] = False,
) -> None:
    """Read all configuration, connect, ask the platforms who we are; a table, and non-zero where anything failed."""
    from bot import checking

    findings = asyncio.run(checking.findings(_settings(), offline=offline))
    table = Table("what", "result", "remedy or detail")
    for each in findings:
        table.add_row(each.what, each.mark, each.detail)
    out.print(table)
    raise typer.Exit(int(any(each.failed for each in findings)))


@channels_app.command("setup")
def channels_setup() -> None:
    """Tell the platforms about us: webhooks, commands and descriptions in each language."""
    from bot import checking

    for line in asyncio.run(checking.introduce(_settings())):
        out.print(line)


@bench_app.command("webhook")
def bench_webhook(rate: int = 50, seconds: int = 10, json: bool = False) -> None:
    """How fast the webhook answers while the worker is busy, over real HTTP."""
    from bot.lab.bench import webhook

    _print_figures(webhook(rate, seconds), as_json=json)


@bench_app.command("turn")
def bench_turn(conversations: int = 500, database_url: str = "", json: bool = False) -> None:
    """Turns a second over a backlog, and as a ratio to a bare program with the same reads and writes."""
    from bot.lab.bench import turn

    _print_figures(turn(conversations, database_url), as_json=json)


def _print_figures(figures: dict[str, float | str], *, as_json: bool) -> None:
    if as_json:
        out.print_json(data=figures)
        return
    table = Table("figure", "value")
    for label, value in figures.items():
        table.add_row(label, f"{value:,.3f}" if isinstance(value, float) else str(value))
    out.print(table)


def _settings() -> Settings:
    return load()


def _moment(text: str) -> datetime:
    from flows.office.policy import TOKYO

    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no time like 2026-11-20T10:00") from None
    return (at if at.tzinfo else at.replace(tzinfo=TOKYO)).astimezone(UTC)


def _fail(message: str) -> NoReturn:
    Console(stderr=True).print(f"[red]madoguchi:[/red] {escape(message)}")
    raise typer.Exit(1)


def main() -> None:
    """Faults of the configuration are one line, with the setting's name; anything else is a bug and shows itself."""
    from storage.engines import BadAddress
    from storage.lockfile import AlreadyRunning
    from storage.migrate import SchemaError
    from storage.unit import NoCheck
    from storage.vault import WrongKey

    try:
        app()
    except (BadSettings, BadAddress, AlreadyRunning, SchemaError, WrongKey, NoCheck) as error:
        Console(stderr=True).print(f"[red]madoguchi:[/red] {escape(str(error))}", soft_wrap=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
