from shapely.geometry import LineString, Polygon

from shop.prepress.dielines import Carton, tuck_end

CARTON = Carton(width=100, depth=50, height=150, tuck=16, dust=36, glue=14)


def test_flat_size_and_panels() -> None:
    dieline = tuck_end(CARTON)
    assert dieline.size_mm == (314.0, 282.0)
    sizes = {name: (box.width, box.height) for name, box in dieline.panels.items()}
    assert sizes == {
        "back": (100, 150),
        "left": (50, 150),
        "front": (100, 150),
        "right": (50, 150),
        "top": (100, 50),
        "bottom": (100, 50),
    }
    row = [dieline.panels[name] for name in ("back", "left", "front", "right")]
    assert [panel.x0 for panel in row] == [14, 114, 164, 264]


def test_the_cut_is_one_simple_ring_that_fills_the_sheet() -> None:
    dieline = tuck_end(CARTON)
    ring = Polygon(dieline.cut.flattened())
    assert ring.is_valid
    assert ring.bounds == (0.0, 0.0, 314.0, 282.0)


def test_panels_and_glue_lie_inside_the_cut() -> None:
    dieline = tuck_end(CARTON)
    sheet = Polygon(dieline.cut.flattened()).buffer(0.51)
    for box in dieline.panels.values():
        assert sheet.contains(Polygon([(box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1),
                                       (box.x0, box.y1)]))  # fmt: skip
    glue = Polygon(dieline.glue[0].flattened())
    assert Polygon(dieline.cut.flattened()).contains(glue)
    assert glue.bounds[2] <= dieline.panels["back"].x0 - 2


def test_creases_lie_on_the_sheet_and_never_on_the_front_ends() -> None:
    dieline = tuck_end(CARTON)
    sheet = Polygon(dieline.cut.flattened()).buffer(1e-6)
    lines = [LineString(crease.flattened()) for crease in dieline.creases]
    assert len(lines) == 12
    assert all(sheet.contains(line) for line in lines)
    front = dieline.panels["front"]
    end = LineString([(front.x0 + 1, front.y1), (front.x1 - 1, front.y1)])
    assert not any(line.distance(end) == 0 for line in lines)
