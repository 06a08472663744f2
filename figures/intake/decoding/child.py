"""The guarded decoder: reads photos on stdin, answers with pixels on stdout, and can do no more.

Started by `figures.intake.decoding.pool`. It gets an empty environment and gives up, before the
first byte of a photo arrives, the means to open files or sockets, to write files, to dump core and
to take more memory than its share. Each photo has its own bound of CPU seconds.
"""

import json
import resource
import sys
from typing import BinaryIO

from figures.intake.decoding import pixels, wire
from figures.intake.decoding.sniff import SourceFormat
from figures.intake.refusals import PhotoRefused, Refusal
from figures.piped import private_pipes


def main() -> None:
    """Answer requests until the pipe closes."""
    requests, replies = private_pipes()
    pixels.set_up()
    _give_up_rights(memory_bytes=int(sys.argv[1]))
    while head := requests.read(wire.HEAD_BYTES):
        request: wire.Request = json.loads(requests.read(int.from_bytes(head)))
        _answer(request, requests.read(request["length"]), replies)


def _give_up_rights(*, memory_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # With no free descriptor below the limit neither open() nor socket() succeeds.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _limit_cpu(seconds: int) -> None:
    """Let the kernel end this process after so many more CPU seconds."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, resource.RLIM_INFINITY))


def _answer(request: wire.Request, raw: bytes, replies: BinaryIO) -> None:
    """Decode one photo and reply."""
    _limit_cpu(request["cpu_seconds"])
    body = b""
    reply = wire.Reply(length=0, refused=None, width=0, height=0)
    bounds = pixels.Bounds(request["min_side"], request["max_side"], request["max_pixels"])
    try:
        image = pixels.decode(raw, SourceFormat(request["format"]), bounds)
        body = image.tobytes()
        reply = wire.Reply(length=len(body), refused=None, width=image.width, height=image.height)
    except PhotoRefused as refusal:
        reply["refused"] = refusal.code
    except MemoryError:
        reply["refused"] = Refusal.UNREADABLE
    replies.write(wire.pack(reply))
    replies.write(body)
    replies.flush()


if __name__ == "__main__":
    main()
