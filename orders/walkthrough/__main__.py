"""Runs the walk, tells how it goes, and ends with the order and its tracking numbers."""

import argparse
import json
import os
import sys
import time
from pathlib import Path

from orders.walkthrough.browser import Browser
from orders.walkthrough.console import Console, StepFailed
from orders.walkthrough.moderator import Moderator
from orders.walkthrough.person import Person
from orders.walkthrough.results import Results
from orders.walkthrough.storefront import Storefront

# A portrait by NASA, in the public domain.
_SAMPLE = Path(__file__).resolve().parents[2] / "tests" / "data" / "portraits" / "astronaut.jpg"
_COUNTRY = "DE"


def main(arguments: list[str] | None = None) -> int:
    """Walk; returns the exit status."""
    options = _parser().parse_args(arguments)
    access = json.loads(os.environ["WALKTHROUGH_ACCESS"])
    console = Console(sys.stdout)
    results = Results(options.var / "results")
    began = time.monotonic()
    person = Person(Browser(options.site), console, results, options.var / "log")
    try:
        _walk(person, options, access)
    except StepFailed as failure:
        console.line(str(failure))
        return 1
    finally:
        results.drop_unfinished()
    _summary(person, time.monotonic() - began)
    return 0


def _walk(person: Person, options: argparse.Namespace, access: dict[str, str]) -> None:
    sample = options.photo is None
    logs = options.var / "log"
    storefront = Storefront(options.site, access["api_key"], person.console, logs)
    storefront.look_at_products()
    page = person.upload(options.photo or _SAMPLE, declaration="permission" if sample else "me")
    person.make(page, name=options.name)
    moderator = Moderator(Browser(options.site), person.console, logs)
    moderator.sign_in(access["moderator"], access["password"])
    moderator.approve(person.figure_id)
    person.see_approval()
    person.fill_basket()
    person.approve_proofs()
    person.pay(person.check_out(country=_COUNTRY))
    person.follow_order()
    storefront.follow_order(person.browser, figure_id=person.figure_id, number=person.number)
    person.results.name_after(person.number)


def _summary(person: Person, seconds: float) -> None:
    say, site = person.console.line, person.browser.site
    say()
    say(f"From the photo to the parcel in {seconds:.0f} s. What came of it:")
    for path in person.results.paths():
        say(f"  {path}")
    say(f"Storefront  {site}/")
    say(f"Admin       {site}/admin/")
    say(f"API docs    {site}/api/v1/docs/")
    say("The site stays up until Ctrl-C.")
    say(f"Order {person.number} shipped: {', '.join(person.tracking)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m orders.walkthrough",
        description="Walks one order through a running demo, only over HTTP. WALKTHROUGH_ACCESS"
        " holds how to sign in, as JSON: moderator, password, api_key.",
    )
    parser.add_argument("--site", required=True, help="origin, such as http://127.0.0.1:8000")
    parser.add_argument("--var", type=Path, required=True, help="for results/; holds log/")
    parser.add_argument("--photo", type=Path, help="a sample portrait otherwise")
    parser.add_argument("--name", default="Sample Hero", help="what is written on the box")
    return parser


if __name__ == "__main__":
    sys.exit(main())
