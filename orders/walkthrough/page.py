"""An HTML page as a person sees it: words, links, pictures, forms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"]
)
_HEADINGS = frozenset({"h1", "h2", "h3"})
# What <noscript> holds is shown: no script runs here.
_UNSEEN = frozenset({"script", "style", "template"})


@dataclass
class Link:
    """A link, its words, and the heading it stands below."""

    href: str
    text: str = ""
    heading: str = ""


@dataclass
class Picture:
    """An image and its description; one that a choice would show goes by the choice's value."""

    src: str
    alt: str


@dataclass
class Button:
    """A button that sends its form; `form_id` names a form it stands outside of."""

    name: str
    value: str
    form_id: str = ""
    text: str = ""


@dataclass
class Control:
    """One field; a group of radio buttons or options is one control per choice."""

    kind: str
    name: str
    value: str
    chosen: bool = True


@dataclass
class Form:
    """A form with what is filled in already."""

    action: str
    method: str
    id: str
    controls: list[Control] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    text: str = ""

    def choices(self, name: str) -> list[str]:
        """Return the values that radio buttons or a list offer."""
        return [item.value for item in self.controls if item.name == name]

    def filled(self, values: Mapping[str, str]) -> dict[str, str]:
        """Return what a browser would send with these fields changed.

        Raises:
            LookupError: the form has no such field, or does not offer such a value.

        """
        names = {item.name for item in self.controls}
        for name, value in values.items():
            if name not in names:
                raise LookupError(f"the form has no field {name!r}")
            offered = {item.value for item in self.controls if _is_choice(item, name)}
            if offered and value not in offered:
                raise LookupError(f"{name!r} does not offer {value!r}")
        chosen = {
            item.name: item.value
            for item in self.controls
            if item.chosen and item.name and item.kind != "file"
        }
        return chosen | dict(values)


def _is_choice(item: Control, name: str) -> bool:
    return item.name == name and item.kind in {"radio", "option"}


@dataclass
class Page:
    """What a page shows.

    Args:
        url: where it was found.
        text: every word on it.
        heading: of the page.
        problems: words that tell of an error.
        done: words of list items marked as done.
        follow: address the page's script polls, if it does.
        state: the state the page was drawn in, as that address tells it.

    """

    url: str
    text: str = ""
    heading: str = ""
    problems: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    follow: str = ""
    state: str = ""

    def form(self, *, button: str = "", action: str = "") -> Form:
        """Return the first form with such words on a button and such a pattern in its address.

        Raises:
            LookupError: there is none.

        """
        found = self.find_form(button=button, action=action)
        if found is None:
            wanted = f"button {button!r}" if button else f"address {action!r}"
            raise LookupError(f"the page {self.url} has no form with {wanted}")
        return found

    def find_form(self, *, button: str = "", action: str = "") -> Form | None:
        """Return the form, or None."""
        for form in self.forms:
            words = [item.text for item in form.buttons]
            if re.search(action, form.action) and (
                not button or any(button.lower() in text.lower() for text in words)
            ):
                return form
        return None

    def link(self, *, text: str = "", href: str = "") -> str:
        """Return the address of the first link with such words and such a pattern.

        Raises:
            LookupError: there is none.

        """
        for item in self.links:
            if text.lower() in item.text.lower() and re.search(href, item.href):
                return item.href
        raise LookupError(f"the page {self.url} has no link {text or href!r}")


def read(html: str, url: str) -> Page:
    """Read a page."""
    reader = _Reader(url)
    reader.feed(html)
    reader.close()
    page = reader.page
    page.text = _tidy(page.text)
    page.heading = _tidy(page.heading)
    for link in page.links:
        link.text, link.heading = _tidy(link.text), _tidy(link.heading)
    for form in page.forms:
        form.text = _tidy(form.text)
    page.problems = [words for words in map(_tidy, page.problems) if words]
    page.done = [_tidy(words) for words in page.done]
    for form in page.forms:
        form.buttons += [item for item in reader.loose if item.form_id == form.id]
        for button in form.buttons:
            button.text = _tidy(button.text)
    return page


def _tidy(words: str) -> str:
    return " ".join(words.split())


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page(url)
        self.loose: list[Button] = []
        self._open: list[tuple[str, str]] = []
        self._list = ""
        self._heading = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if "data-follow" in facts:
            self.page.follow, self.page.state = facts["data-follow"], facts.get("data-state", "")
        handle = getattr(self, f"_{tag}", None)
        if handle is not None:
            handle(facts)
        mark = _mark_of(tag, facts)
        if mark == "problem":
            self.page.problems.append("")
        elif mark == "done":
            self.page.done.append("")
        if tag in _HEADINGS:
            self._heading = ""
        if tag not in _VOID:
            self._open.append((tag, mark))

    def handle_endtag(self, tag: str) -> None:
        if tag not in [name for name, _ in self._open]:
            return
        while self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = [name for name, _ in self._open]
        marks = [mark for _, mark in self._open]
        if _UNSEEN.intersection(tags):
            return
        self.page.text += data + " "
        if _HEADINGS.intersection(tags):
            self._heading += data
            self.page.heading += data if "h1" in tags else ""
        if "problem" in marks:
            self.page.problems[-1] += data
        if "done" in marks:
            self.page.done[-1] += data
        if "a" in tags and self.page.links:
            self.page.links[-1].text += data
        if "form" in tags:
            self.page.forms[-1].text += data + " "
            if "textarea" in tags:
                self.page.forms[-1].controls[-1].value += data
        if "button" in tags:
            self._buttons()[-1].text += data

    def _inside(self) -> Form | None:
        return self.page.forms[-1] if "form" in [name for name, _ in self._open] else None

    def _buttons(self) -> list[Button]:
        form = self._inside()
        return form.buttons if form is not None else self.loose

    def _a(self, facts: dict[str, str]) -> None:
        self.page.links.append(Link(facts.get("href", ""), heading=self._heading))

    def _img(self, facts: dict[str, str]) -> None:
        self.page.pictures.append(Picture(facts.get("src", ""), facts.get("alt", "")))

    def _form(self, facts: dict[str, str]) -> None:
        method = facts.get("method", "get").lower()
        self.page.forms.append(Form(facts.get("action", ""), method, facts.get("id", "")))

    def _button(self, facts: dict[str, str]) -> None:
        button = Button(facts.get("name", ""), facts.get("value", ""), facts.get("form", ""))
        self._buttons().append(button)

    def _input(self, facts: dict[str, str]) -> None:
        form = self._inside()
        kind = facts.get("type", "text").lower()
        if form is None:
            return
        if kind in {"submit", "image"}:
            value = facts.get("value", "")
            form.buttons.append(Button(facts.get("name", ""), value, text=value))
            return
        if "data-picture-for" in facts:
            self.page.pictures.append(Picture(facts["data-picture-for"], facts.get("value", "")))
        picked = kind in {"radio", "checkbox"}
        value = facts.get("value", "on" if picked else "")
        chosen = "checked" in facts or not picked
        form.controls.append(Control(kind, facts.get("name", ""), value, chosen))

    def _textarea(self, facts: dict[str, str]) -> None:
        form = self._inside()
        if form is not None:
            form.controls.append(Control("textarea", facts.get("name", ""), ""))

    def _select(self, facts: dict[str, str]) -> None:
        self._list = facts.get("name", "")

    def _option(self, facts: dict[str, str]) -> None:
        form = self._inside()
        if form is not None:
            first = not form.choices(self._list)
            if "selected" in facts:
                for item in form.controls:
                    item.chosen &= item.name != self._list
            chosen = first or "selected" in facts
            form.controls.append(Control("option", self._list, facts.get("value", ""), chosen))


def _mark_of(tag: str, facts: dict[str, str]) -> str:
    classes = set(facts.get("class", "").split())
    if facts.get("role") == "alert" or classes & {"error", "errorlist", "errornote", "bad"}:
        return "problem"
    return "done" if tag == "li" and "done" in classes else ""
