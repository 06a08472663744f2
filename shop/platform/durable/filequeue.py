"""The embedded queue: kombu's file transport, made safe against half-written files.

kombu opens a message file and then writes it; a reader that takes it in between sees an empty
file, and the whole worker ends with a JSON error (kombu 5.7). Here a message appears and is taken
by a rename, which is atomic, and never leaves the queue's own folder.
"""

import os
import uuid
from contextlib import suppress
from json import dumps, loads
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any

from kombu.transport import filesystem


class Channel(filesystem.Channel):
    """One folder of messages, each a file named `<time>_<id>.<queue>.msg`."""

    def _put(  # type: ignore[override]  # its two bases name the message differently
        self, queue: str, payload: Any, **options: Any
    ) -> None:
        folder = Path(self.data_folder_out)
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        draft = folder / f".{name}.draft"
        draft.write_text(dumps(payload), encoding="utf-8")
        draft.rename(folder / name)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        folder = Path(self.data_folder_in)
        folder.mkdir(parents=True, exist_ok=True)
        for name in sorted(path.name for path in folder.iterdir()):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f".{name}.taken"
            try:
                (folder / name).rename(taken)
            except FileNotFoundError:  # Another worker was quicker.
                continue
            payload = loads(taken.read_text(encoding="utf-8"))
            taken.unlink()
            return payload
        raise Empty

    def _queue_bind(
        self, exchange: str, routing_key: str | None, pattern: str | None, queue: str
    ) -> None:
        """Bind; the table's file is there and whole before anybody may open it."""
        table = Path(self._exchange_file(exchange))  # type: ignore[attr-defined]
        table.parent.mkdir(parents=True, exist_ok=True)
        draft = table.with_name(f".{table.name}.{uuid.uuid4()}")
        draft.write_text("[]", encoding="utf-8")
        with suppress(FileExistsError):
            os.link(draft, table)
        draft.unlink()
        super()._queue_bind(exchange, routing_key or "", pattern, queue)


class Transport(filesystem.Transport):
    """kombu's file transport with the channel above."""

    Channel = Channel
