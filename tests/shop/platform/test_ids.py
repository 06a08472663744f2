from hashlib import sha256

from django.contrib.admin.utils import unquote

from shop.platform.ids import derived_id, new_id


def test_the_admin_reads_every_identifier_as_it_stands() -> None:
    made = [new_id("sf") for _ in range(5000)]
    made += [derived_id("sf", sha256(str(n).encode()).digest()) for n in range(5000)]
    assert [unquote(each) for each in made] == made
    assert len(set(made)) == 10000
    assert {len(each) for each in made} == {23}


def test_a_digest_always_gives_the_same_identifier() -> None:
    assert derived_id("ord", bytes(range(20))) == "ord_a123456789abcdefghjk"
