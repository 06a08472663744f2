from tests.support.print_house_fixtures import house, house_process, own_house, shop, shop_server

__all__ = ["house", "house_process", "own_house", "shop", "shop_server"]
