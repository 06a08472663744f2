from tests.support.openai_fixtures import hosted, images_api, recipients

__all__ = ["hosted", "images_api", "recipients"]
