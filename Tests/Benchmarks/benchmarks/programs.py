"""Programs that are told one line at a time and say when they are done."""

import os
import subprocess
import time
from dataclasses import dataclass

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Cost:
    """What a piece of work took: seconds on the clock, and of processors."""

    wall: float
    cpu: float


class Conversation:
    """A running program that reads lines and answers each with `done N`."""

    def __init__(self, command: list[str], frame: str, cwd=None):
        self.frame = frame
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=cwd, bufsize=0
        )
        self.number = 0

    def _cpu(self) -> float:
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def run(self, line: str) -> Cost:
        """Has a line run to its end."""
        self.number += 1
        text = self.frame.format(line=line, number=self.number)
        cpu, start = self._cpu(), time.perf_counter()
        self.process.stdin.write(text.encode())
        mark = f"done {self.number}".encode()
        seen = b""
        while mark not in seen:
            part = os.read(self.process.stdout.fileno(), 65536)
            if not part:
                raise RuntimeError(f"the program ended at: {line}")
            seen += part
        return Cost(time.perf_counter() - start, self._cpu() - cpu)

    def close(self):
        self.process.stdin.close()
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def shell(program, cwd=None) -> Conversation:
    """Our program, reading statements: one is run when the next begins, so a small one follows."""
    return Conversation([str(program)], '{line}; print("done {number}")\nnext = 0\n', cwd)


def python(path, *arguments) -> Conversation:
    """A peer that reads a line of its own kind."""
    import sys

    command = [sys.executable, str(path), *map(str, arguments)]
    return Conversation(command, "{line}\n")


def whole(command: list[str], cwd=None, **more) -> Cost:
    """Runs a program from start to end; its output goes nowhere."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=cwd, **more)
    wall, after = time.perf_counter() - start, os.times()
    cpu = after.children_user + after.children_system
    return Cost(wall, cpu - before.children_user - before.children_system)
