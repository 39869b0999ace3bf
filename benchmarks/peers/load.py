"""Posts unique callbacks over many connections as fast as one process can; prints what it saw as JSON.

``python -m benchmarks.peers.load PORT COUNT [--reconnect] [--connections N]``: all requests are signed and
encrypted before the clock starts. One request at a time per connection, as WeCom's own servers do.
"""

from __future__ import annotations

import argparse
import itertools
import json
import select
import socket
import time

from benchmarks.peers import corp


class Gun:
    """Connections that each send one request after the other."""

    def __init__(self, port: int, requests: list[bytes], *, reconnect: bool) -> None:
        self._address = ("127.0.0.1", port)
        self._waiting = iter(requests)
        self._reconnect = reconnect
        self._poll = select.epoll()
        self._open: dict[int, tuple[socket.socket, float]] = {}
        self.latencies: list[float] = []
        self.statuses: dict[str, int] = {}

    def fire(self, connections: int) -> float:
        """Send everything; returns the seconds it took."""
        start = time.perf_counter()
        for request in itertools.islice(self._waiting, connections):
            self._send(self._connect(), request)
        while self._open:
            for number, _ in self._poll.poll():
                self._answered(number)
        return time.perf_counter() - start

    def _connect(self) -> socket.socket:
        connection = socket.create_connection(self._address)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._poll.register(connection, select.EPOLLIN)
        return connection

    def _send(self, connection: socket.socket, request: bytes) -> None:
        self._open[connection.fileno()] = (connection, time.perf_counter())
        connection.sendall(request)

    def _answered(self, number: int) -> None:
        connection, sent = self._open.pop(number)
        answer = connection.recv(65536)
        while answer and b"\r\n\r\n" not in answer:
            answer += connection.recv(65536)
        self.latencies.append(time.perf_counter() - sent)
        status = answer[9:12].decode() or "lost"
        self.statuses[status] = self.statuses.get(status, 0) + 1
        request = next(self._waiting, None)
        if self._reconnect or request is None or not answer:
            self._poll.unregister(connection)
            connection.close()
        if request is not None:
            self._send(self._connect() if self._reconnect or not answer else connection, request)


def main() -> None:
    """Build, fire, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("--reconnect", action="store_true")
    parser.add_argument("--connections", type=int, default=64)
    options = parser.parse_args()
    at = int(time.time())  # noqa: TID251 - the sender's own clock
    xmls = itertools.islice(corp.texts(corp.reps(50), at), options.count)
    requests = [corp.request(xml, at, keep_alive=not options.reconnect) for xml in xmls]
    gun = Gun(options.port, requests, reconnect=options.reconnect)
    took = gun.fire(options.connections)
    latencies = sorted(gun.latencies)
    answer = {
        "rate": len(latencies) / took,
        "p50": latencies[len(latencies) // 2],
        "p99": latencies[len(latencies) * 99 // 100],
        "max": latencies[-1],
        "statuses": gun.statuses,
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
