"""Pages are read and forms filled as a browser would, and no field is invented."""

import pytest

from orders.walkthrough.page import read

SHELF = """
<main data-follow="/status" data-state="making:2"><h1>Your  shelf</h1>
<p role="alert">Out of <b>paper</b></p>
<ol><li class="done">Paid <span>at 9</span></li><li>Shipped</li></ol>
<a href="/files/a">Open the <em>PDF</em></a><img src="/files/b" alt="On a wall">
<script>var form = "<form>";</script>
<form method="get"><select name="country"><option value="AT">Austria</option>
<option value="DE" selected>Germany</option></select>
<noscript><button>Show</button></noscript></form>
<form method="post" action="/add" id="big"><input type="hidden" name="token" value="t&amp;1">
<input type="radio" name="sku" value="A4" data-picture-for="/files/c"><input type="radio" name="sku"
value="A3" checked><input type="checkbox" name="gift"><input name="quantity" value="1">
<textarea name="note">Hello</textarea><input type="file" name="photo">
<button name="choice" value="pay">Pay <b>now</b></button></form>
<button form="big">Order and pay</button></main>
"""


def test_it_reads_what_a_person_sees() -> None:
    page = read(SHELF, "http://shop/")
    assert page.problems == ["Out of paper"]
    assert page.done == ["Paid at 9"]
    assert page.link(text="open the pdf") == "/files/a"
    assert page.links[0].heading == page.heading == "Your shelf"
    assert [(item.src, item.alt) for item in page.pictures] == [
        ("/files/b", "On a wall"),
        ("/files/c", "A4"),
    ]
    assert (page.follow, page.state) == ("/status", "making:2")
    assert page.text.startswith("Your shelf Out of paper Paid at 9 Shipped Open the PDF")


def test_a_form_sends_what_is_filled_in_and_ticked() -> None:
    country, order = read(SHELF, "http://shop/").forms
    assert country.filled({}) == {"country": "DE"}
    assert order.filled({"sku": "A4"}) == {
        "token": "t&1",
        "sku": "A4",
        "quantity": "1",
        "note": "Hello",
    }
    assert order.choices("sku") == ["A4", "A3"]
    assert [item.text for item in order.buttons] == ["Pay now", "Order and pay"]


def test_a_form_is_found_by_its_button_or_its_address() -> None:
    page = read(SHELF, "http://shop/")
    assert page.form(button="order AND pay") is page.form(action="/add$") is page.forms[1]
    assert page.form(button="Show") is page.forms[0]
    with pytest.raises(LookupError, match=r"^the page http://shop/ has no form with button 'Buy'$"):
        page.form(button="Buy")


@pytest.mark.parametrize(
    ("values", "words"),
    [({"colour": "red"}, "no field 'colour'"), ({"sku": "A9"}, "'sku' does not offer 'A9'")],
)
def test_a_form_takes_nothing_it_does_not_have(values: dict[str, str], words: str) -> None:
    with pytest.raises(LookupError, match=words):
        read(SHELF, "http://shop/").forms[1].filled(values)
