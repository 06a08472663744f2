from django.contrib.admin.utils import unquote

from shop.platform.ids import new_id


def test_the_admin_reads_every_identifier_as_it_stands() -> None:
    made = [new_id("sf") for _ in range(5000)]
    assert [unquote(each) for each in made] == made
    assert len(set(made)) == 5000
    assert {len(each) for each in made} == {23}
