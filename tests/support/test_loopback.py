import socket

import pytest

from tests.support.loopback import OutsideConnectionError, stays_here


@pytest.mark.parametrize(
    ("address", "here"),
    [
        (("127.0.0.1", 80), True),
        (("127.8.9.10", 80), True),
        (("::1", 80, 0, 0), True),
        (("localhost", 80), True),
        (("", 0), True),
        ("/run/some.socket", True),
        (b"/run/some.socket", True),
        (None, True),
        (b"localhost", True),
        (("192.0.2.1", 80), False),
        (("10.0.0.1", 80), False),
        (("169.254.169.254", 80), False),
        (("2001:db8::1", 80, 0, 0), False),
        (("shop.example", 80), False),
        (("/etc/hosts", 80), False),
        (b"shop.example", False),
    ],
)
def test_it_knows_what_is_this_machine(address: object, here: bool) -> None:
    assert stays_here(address) is here


def test_it_refuses_to_connect_elsewhere() -> None:
    with socket.socket() as ours, pytest.raises(OutsideConnectionError, match=r"192\.0\.2\.1"):
        ours.connect(("192.0.2.1", 80))
    with socket.socket() as ours, pytest.raises(OutsideConnectionError):
        ours.connect_ex(("192.0.2.1", 80))


def test_it_refuses_to_send_elsewhere() -> None:
    with (
        socket.socket(type=socket.SOCK_DGRAM) as ours,
        pytest.raises(OutsideConnectionError),
    ):
        ours.sendto(b"hello", ("192.0.2.1", 53))


def test_it_refuses_to_resolve_a_name() -> None:
    with pytest.raises(OutsideConnectionError, match=r"shop\.example"):
        socket.create_connection(("shop.example", 80))


def test_it_lets_loopback_pass() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        with socket.create_connection(address) as ours:
            assert ours.getpeername() == address
