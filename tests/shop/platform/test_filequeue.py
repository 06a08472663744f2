"""The embedded queue never shows half a message."""

from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from shop.celery import app
from shop.platform.durable.filequeue import Channel


@pytest.fixture
def channel(tmp_path: Path) -> Any:
    for name in ("messages", "control"):
        (tmp_path / name).mkdir()
    connection = Connection(
        "filesystem://",
        transport_options={
            "data_folder_in": str(tmp_path / "messages"),
            "data_folder_out": str(tmp_path / "messages"),
            "control_folder": str(tmp_path / "control"),
        },
    )
    return connection.channel()


def test_celery_uses_it() -> None:
    with app.connection_for_write() as connection:
        assert isinstance(connection.channel(), Channel)


def test_messages_come_out_once_in_order(channel: Any, tmp_path: Path) -> None:
    channel._put("default", {"n": 1})
    channel._put("render", {"n": 2})
    assert channel._get("default") == {"n": 1}
    with pytest.raises(Empty):
        channel._get("default")
    assert channel._get("render") == {"n": 2}
    assert list((tmp_path / "messages").iterdir()) == []


def test_a_message_being_written_is_not_seen(channel: Any, tmp_path: Path) -> None:
    (tmp_path / "messages" / ".5_x.default.msg.draft").write_text("", encoding="utf-8")
    with pytest.raises(Empty):
        channel._get("default")


def test_a_table_is_whole_from_its_first_moment(channel: Any, tmp_path: Path) -> None:
    channel._queue_bind("default", "default", "", "default")
    channel._queue_bind("default", "default", "", "default")
    assert channel.get_table("default") == [("default", "", "default")]
    assert [path.name for path in (tmp_path / "control").iterdir()] == ["default.exchange"]
