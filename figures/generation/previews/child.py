"""The previewer: reads recipes on stdin and answers with small WebP pictures on stdout.

Started by `figures.generation.previews.service`. It has no database, no vault and no key: a
recipe with its look goes in, a picture comes out, nothing is kept but the parts in its memory. It
ends when nobody has wanted anything for a while, or its pipe closes.
"""

import io
import json
import select
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from figures.generation.backends import get_backend
from figures.generation.look import Look
from figures.generation.making import box_picture
from figures.piped import HEAD_BYTES, private_pipes

FIGURE = (408, 600)
BOX = (480, 720)
IDLE_SECONDS = 300


def main() -> None:
    """Answer requests until the pipe closes or it gets boring."""
    requests, replies = private_pipes()
    while select.select([requests], [], [], IDLE_SECONDS)[0]:
        head = requests.read(HEAD_BYTES)
        if not head:
            return
        request: dict[str, Any] = json.loads(requests.read(int.from_bytes(head)))
        _answer(request, requests.read(request["length"]), replies)


def _answer(request: dict[str, Any], recipe: bytes, replies: BinaryIO) -> None:
    """Reply with a length and the picture; a length of 0 says that it did not work."""
    try:
        body = _webp(_picture(request, recipe))
    except Exception:  # noqa: BLE001 - whatever it was, the next request may work
        body = b""
    replies.write(len(body).to_bytes(HEAD_BYTES) + body)
    replies.flush()


def _picture(request: dict[str, Any], recipe: bytes) -> NDArray[np.uint8]:
    backend = get_backend(request["backend"])
    figure = backend.render(recipe, width=FIGURE[0], height=FIGURE[1])
    if request["view"] != "box":
        return figure
    return box_picture(
        backend=backend,
        recipe=recipe,
        look=Look.from_json(request["look"]),
        edition=request["edition"],
        figure=figure,
        size=BOX,
    )


def _webp(picture: NDArray[np.uint8]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "WEBP", quality=80, method=2)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
