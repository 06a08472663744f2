import pytest

from shop.prepress.errors import UnknownSpecError
from shop.prepress.specs import load_spec, products, providers, required_pixels


@pytest.mark.parametrize(
    ("product", "trim", "dpi", "size"),
    [
        ("art_print_a4", (210, 297), 300, (2552, 3579)),
        ("art_print_a3", (297, 420), 300, (3579, 5032)),
        ("art_print_a2", (420, 594), 250, (4193, 5906)),
        ("art_print_24x36", (609.6, 914.4), 200, (4848, 7248)),
        ("framed_print_a4", (210, 297), 300, (2552, 3579)),
        ("die_cut_sticker", (75, 75), 300, (957, 957)),
        ("kiss_cut_sheet", (148, 210), 300, (1819, 2552)),
        ("box_art_print", (200, 300), 300, (2434, 3615)),
        ("blister_card", (152.4, 228.6), 300, (1871, 2771)),
    ],
)
def test_sizes(product: str, trim: tuple[float, float], dpi: int, size: tuple[int, int]) -> None:
    spec = load_spec(product)
    assert spec.trim_mm == trim
    assert spec.target_dpi == dpi
    assert required_pixels(spec) == size
    assert (spec.warn_dpi, spec.refuse_dpi) == (150, 100)


def test_a_provider_states_only_what_differs() -> None:
    house, gelato = load_spec("art_print_a3"), load_spec("art_print_a3", "gelato")
    assert (house.bleed_mm, gelato.bleed_mm) == (3.0, 4.0)
    assert gelato.trim_mm == house.trim_mm
    assert gelato.spots == house.spots


def test_every_provider_has_every_product() -> None:
    assert providers() == ("converter", "gelato", "house", "prodigi")
    for provider in providers():
        assert products(provider) == products()
        for product in products():
            assert load_spec(product, provider).provider == provider


@pytest.mark.parametrize(
    ("product", "provider"), [("mug", "house"), ("art_print_a4", "nobody"), ("x", "../house")]
)
def test_unknown_names_are_refused(product: str, provider: str) -> None:
    with pytest.raises(UnknownSpecError):
        load_spec(product, provider)


def test_sticker_cells_keep_their_gap() -> None:
    spec = load_spec("kiss_cut_sheet")
    cells = spec.cells_mm
    assert len(cells) == 8
    assert len({(width, height) for _, _, width, height in cells}) == 1
    for i, (ax, ay, aw, ah) in enumerate(cells):
        assert min(ax, ay) >= 5
        assert ax + aw <= 143
        assert ay + ah <= 205
        for bx, by, bw, bh in cells[:i]:
            apart = max(bx - ax - aw, ax - bx - bw, by - ay - ah, ay - by - bh)
            assert apart >= spec.gap_mm - 1e-9


def test_spot_colours_of_each_kind() -> None:
    assert load_spec("art_print_a4").spot_counts() == {}
    assert load_spec("die_cut_sticker").spot_counts() == {"CutContour": 1}
    assert load_spec("kiss_cut_sheet").spot_counts() == {"CutContour": 8, "PerfCutContour": 1}
    card = load_spec("blister_card")
    assert card.spot_counts() == {"CutContour": 2, "Glue": 2}
    assert card.spot_counts(1) == {"CutContour": 2}
    assert load_spec("folding_carton").spot_counts() == {"CutContour": 1, "Crease": 12, "Glue": 1}
