"""A load generator: a number of kept connections, each sending its next request when it has the answer to the last."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

CONNECTIONS = 16


@dataclass(frozen=True)
class Measured:
    """What one run gave: requests a second, and latencies in milliseconds."""

    per_second: float
    median: float
    p99: float


def request(method: str, target: str, key: str | None, body: bytes = b"") -> bytes:
    lines = [f"{method} {target} HTTP/1.1", "Host: bench", "Accept: application/json"]
    lines += [f"Authorization: Bearer {key}"] if key else []
    lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"] if method == "POST" else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


async def load(port: int, next_request: Callable[[], bytes], seconds: float) -> Measured:
    """Any answer but 200 or 201 ends it."""
    until = time.perf_counter() + seconds
    latencies: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(_connection(port, next_request, until, latencies) for _ in range(CONNECTIONS)))
    took = time.perf_counter() - began
    return Measured(len(latencies) / took, *_quantiles(latencies))


async def _connection(port: int, next_request: Callable[[], bytes], until: float, latencies: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        began = time.perf_counter()
        writer.write(next_request())
        head = await reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
        body = await reader.readexactly(length)
        if status not in {200, 201}:
            raise RuntimeError(f"{status}: {body.decode()[:300]}")
        latencies.append(time.perf_counter() - began)
    writer.close()


def _quantiles(latencies: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(latencies)
    return ordered[len(ordered) // 2] * 1000, ordered[int(len(ordered) * 0.99)] * 1000
