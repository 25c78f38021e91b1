"""A program at a terminal of its own."""

import fcntl
import os
import pty
import select
import subprocess
import termios
import time


class Terminal:
    def __init__(self, command: list[str], cwd=None, environment=None):
        self.leader, follower = pty.openpty()
        self.process = subprocess.Popen(
            command, stdin=follower, stdout=follower, stderr=follower, cwd=cwd,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "120", **(environment or {})},
            start_new_session=True,
            # Its own, so that ctrl-C is a signal.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(follower)
        self.seen = b""

    def until(self, mark: bytes, limit: float = 30) -> float:
        """Waits for some text in what the program shows; gives the moment."""
        end = time.perf_counter() + limit
        while mark not in self.seen:
            ready, _, _ = select.select([self.leader], [], [], max(0, end - time.perf_counter()))
            if not ready:
                raise RuntimeError(f"no {mark!r} in {self.seen[-300:]!r}")
            self.seen += os.read(self.leader, 65536)
        moment = time.perf_counter()
        self.seen = self.seen.split(mark, 1)[1]
        return moment

    def quiet(self, seconds: float):
        """Reads until nothing has been shown for so long."""
        while select.select([self.leader], [], [], seconds)[0]:
            self.seen += os.read(self.leader, 65536)
        self.seen = b""

    def type(self, text: str) -> float:
        moment = time.perf_counter()
        os.write(self.leader, text.encode())
        return moment

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.leader)
