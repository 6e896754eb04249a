"""Hostile snippets are stopped, see nothing, and leave nothing behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from roadmap_flash.decks.proof.runs import Ending, Run
from roadmap_flash.decks.proof.sandbox.worker import Worker
from tests.support.sandboxes import LIMITS, linux_only, processes, start

pytestmark = linux_only
MARKER = "flash-left-behind"
MANY = "import mmap, os, time\nfor _ in range(12):\n    if os.fork() == 0: {}; time.sleep(100)\ntime.sleep(100)"
DAEMON = f"""
import os
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: os.execvp('bash', ['bash', '-c', 'sleep 300; : {MARKER}'])
    os._exit(0)
"""


@pytest.fixture(scope="module")
def hasty() -> Iterator[Worker]:
    """For what is to run into the time limit."""
    yield from start(LIMITS._replace(seconds=0.6))


@pytest.fixture(scope="module")
def patient() -> Iterator[Worker]:
    """For what is to be stopped before."""
    yield from start()


STOPPED = {
    "loops for ever": ("python", "while True: pass", "timeout"),
    "loops for ever in bash": ("bash", "while :; do :; done", "timeout"),
    "sleeps": ("python", "import time; time.sleep(1000)", "timeout"),
    "waits for input for ever": ("python", "import select; select.select([], [], [])", "timeout"),
    "cannot be asked to end": (
        "python",
        "from signal import *\nfor s in {*range(1, 32)} - {9, 19}: signal(s, SIG_IGN)\nwhile True: pass",
        "timeout",
    ),
    "swallows every exception": (
        "python",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "timeout",
    ),
    "stops itself": ("python", "import os; os.kill(os.getpid(), 19)", "timeout"),
    "prints for ever": ("bash", "yes", "timeout"),
    "takes 10 GB": ("python", "bytearray(10**10)", "crashed"),
    "takes 10 GB bit by bit": ("python", "x = []\nwhile True: x.append(bytearray(10**6))", "crashed|memory"),
    "takes 10 GB in bash": ("bash", "x=$(head -c 10G /dev/zero | tr '\\0' x)", "crashed|refused|memory|timeout"),
    "takes much memory in many processes": ("python", MANY.format("x = b'x' * 10**8"), "memory"),
    "takes memory that is shared": ("python", MANY.format("m = mmap.mmap(-1, 10**8); m.write(b'x' * 10**8)"), "memory"),
    "takes memory that no process is charged for": ("python", "import os; os.memfd_create('x')", "crashed"),
    "takes System V memory": (
        "python",
        "import ctypes\nassert ctypes.CDLL(None).shmget(0, 2**33, 0o1600) != -1",
        "refused",
    ),
    "is a fork bomb": ("python", "import os\nwhile True: os.fork()", "crashed|timeout"),
    "is a fork bomb in bash": ("bash", "b() { b | b & }; b; sleep 100", "timeout|crashed|refused"),
    "starts threads without end": (
        "python",
        "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(100,), daemon=True).start()",
        "crashed",
    ),
    "raises its own limits": (
        "python",
        "import resource\nresource.setrlimit(resource.RLIMIT_NPROC, (10**4, 10**4))",
        "crashed",
    ),
    "connects to the internet": (
        "python",
        "import socket; socket.create_connection(('192.0.2.1', 80), 5)",
        "crashed",
    ),
    "asks for a name": ("python", "import socket; socket.gethostbyname('example.org')", "crashed"),
    "sends a datagram": (
        "python",
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
        "crashed",
    ),
    "sends with bash": ("bash", "echo x > /dev/tcp/192.0.2.1/80", "refused"),
    "opens a raw socket": ("python", "import socket; socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)", "crashed"),
    "talks to the host of a virtual machine": ("python", "import socket; socket.socket(40, 1)", "crashed"),
    "writes to the system": ("bash", "echo x > /usr/flash-was-here", "refused"),
    "writes to /etc": ("bash", "echo x >> /etc/passwd", "refused"),
    "writes to the root": ("bash", "mkdir /flash-was-here", "refused"),
    "writes to /tmp": ("bash", "echo x > /tmp/flash-was-here", "refused"),
    "writes into the packages": (
        "python",
        "import yaml; open(yaml.__file__, 'a').write('x')",
        "crashed",
    ),
    "writes through a link": (
        "python",
        "import os; os.symlink('/etc', 'e'); open('e/flash-was-here', 'w')",
        "crashed",
    ),
    "writes through another process's root": ("bash", "echo x > /proc/1/root/flash-was-here", "refused"),
    "changes the kernel's settings": ("bash", "echo 1 > /proc/sys/kernel/sysrq", "refused"),
    "restarts the machine": ("bash", "echo b > /proc/sysrq-trigger", "refused"),
    "fills the disk": ("bash", "head -c 100M /dev/zero > x", "refused|crashed"),
    "fills the disk with many files": (
        "python",
        "for n in range(20): open(str(n), 'wb').write(b'x' * 10**6)",
        "crashed",
    ),
    "makes files without end": ("python", "for n in range(10**5): open(str(n), 'w')", "crashed|timeout"),
    "mounts": (
        "python",
        "import ctypes\nassert ctypes.CDLL(None).mount(b'x', b'/card/home', b'tmpfs', 0, None) == 0",
        "refused",
    ),
    "makes a namespace with unshare": ("bash", "unshare -Ur true", "refused"),
    "makes a namespace with clone": (
        "python",
        "import ctypes, os\nassert ctypes.CDLL(None).syscall(56, 0x10000000 | 17, 0, 0, 0, 0) != -1",
        "refused",
    ),
    "goes round the root": ("python", "import os; os.chroot('.')", "crashed"),
    "makes a device": ("python", "import os, stat; os.mknod('x', stat.S_IFBLK | 0o600, os.makedev(254, 0))", "crashed"),
    "becomes another user": ("python", "import os; os.setuid(0)", "crashed"),
    "becomes root by a program": ("bash", "su -c id < /dev/null", "refused|timeout"),
    "traces another process": (
        "python",
        "import ctypes, os\nassert ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) == 0",
        "refused",
    ),
    "reads the memory of its supervisor": ("python", "open('/proc/1/mem', 'rb').read(1)", "crashed"),
    "kills its supervisor": ("python", "import os; os.kill(os.getppid(), 9)", "crashed"),
    "kills everything": ("python", "import os; os.kill(-1, 9); os.kill(0, 9)", "crashed"),
    "crashes the interpreter": ("python", "import ctypes; ctypes.string_at(0)", "crashed"),
    "recurses without end": (
        "python",
        "import sys; sys.setrecursionlimit(10**9)\ndef f(): return f()\nf()",
        "crashed|memory",
    ),
    "leaves without a word": ("python", "import os; os._exit(0)", "crashed"),
    "is interrupted": ("python", "raise KeyboardInterrupt", "crashed"),
    "raises a long story": ("python", "raise ValueError('x' * 10**7)", "crashed"),
    "writes to the descriptors of others": (
        "python",
        "import os\nfor fd in range(3, 256): os.write(fd, b'x')",
        "crashed",
    ),
    "writes to the screen's device": ("bash", "echo x > /dev/tty", "refused"),
    "opens the disk": ("python", "open('/dev/vda', 'rb')", "crashed"),
    "nests SQL without end": (
        "sql",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT sum(x) FROM n",
        "timeout",
    ),
    "attaches a file in SQL": ("sql", "ATTACH '/tmp/flash-was-here' AS x; CREATE TABLE x.t (a); SELECT 1", "crashed"),
}


@pytest.mark.parametrize(("language", "code", "ending"), STOPPED.values(), ids=STOPPED.keys())
def test_it_is_stopped(hasty: Worker, patient: Worker, language: str, code: str, ending: str) -> None:
    worker = hasty if "timeout" in ending else patient
    began = time.monotonic()
    result = worker.run(Run(language, code))
    assert re.fullmatch(ending, result.ending), result
    assert len(result.output) <= LIMITS.output
    assert time.monotonic() - began < 2 * LIMITS.seconds
    assert worker.run(Run("python", "import os; assert os.listdir('.') == []", prints=True)) == (Ending.PASSED, "")


def test_nothing_of_it_all_is_left() -> None:
    assert not [path for path in ("/usr", "/etc", "/tmp", "/") if Path(f"{path}/flash-was-here").exists()]


POPEN = "import subprocess; subprocess.Popen(['bash', '-c', '{}; : " + MARKER + "'])"
LEAVING = {
    "a daemon": DAEMON,
    "a process in the background": POPEN.format("sleep 300"),
    "a process that talks on": POPEN.format("while echo 1; do sleep 0.1; done"),
    "a process that ignores signals": POPEN.format("trap : TERM HUP INT; setsid sleep 300"),
    "a zombie": "import os\nif os.fork() == 0: os._exit(0)",
    "no directory": "import os, shutil; shutil.rmtree('/card/home', ignore_errors=True)",
    "no descriptors": "import os; os.closerange(0, 1000)",
    "a poisoned module": "np.ones = None; import builtins, json; builtins.exec = json.dumps = builtins.print = None",
    "a poisoned file": "open('sitecustomize.py', 'w').write('raise SystemExit(1)')",
}


@pytest.mark.parametrize("code", LEAVING.values(), ids=LEAVING.keys())
def test_it_leaves_nothing_behind(patient: Worker, code: str) -> None:
    began = time.monotonic()
    assert patient.run(Run("python", code)).ending == Ending.PASSED
    assert time.monotonic() - began < LIMITS.seconds
    assert processes(MARKER) == []
    after = "import os; assert os.listdir('.') == [] and np.ones(1) == 1 and exec and print\nprint(1)"
    assert patient.run(Run("python", after)) == (Ending.PASSED, "1\n")


def test_it_sees_nothing_of_the_learner(patient: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden", "utf-8")
    monkeypatch.setenv("MY_SECRET", "hidden")
    home = str(Path.home())
    code = f"""
import os, pathlib
assert not os.path.exists({str(secret)!r})
assert set(os.environ) == {{'PATH', 'HOME', 'TMPDIR', 'LC_ALL', 'TZ', 'OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS'}}
assert os.environ['HOME'] == os.getcwd() == os.path.expanduser('~') and not os.listdir('.')
os.symlink({str(secret)!r}, 'link'); assert not os.path.exists('link')
assert not any(path.is_file() for path in pathlib.Path({home!r}).glob('*'))
seen = [p for p in os.listdir('/proc') if p.isdigit()]
assert set(seen) == {{'1', str(os.getpid())}}, seen
for pid in seen:
    try: text = pathlib.Path('/proc', pid, 'environ').read_bytes()
    except PermissionError: continue
    assert b'hidden' not in text
"""
    with Worker(LIMITS) as fresh:
        assert fresh.run(Run("python", code)) == (Ending.PASSED, "")
    assert patient.run(Run("python", code)) == (Ending.PASSED, "")


@pytest.mark.parametrize("address", ["tcp", "abstract"])
def test_it_reaches_no_service_of_this_machine(patient: Worker, address: str) -> None:
    family = socket.AF_INET if address == "tcp" else socket.AF_UNIX
    with socket.socket(family) as server:
        server.bind(("127.0.0.1", 0) if address == "tcp" else f"\0flash-{os.getpid()}")
        server.listen()
        code = f"import socket; socket.socket(socket.AddressFamily({int(family)})).connect({server.getsockname()!r})"
        result = patient.run(Run("python", code))
    assert result.ending == Ending.CRASHED
    assert re.search("unreachable|refused", result.output)


def test_what_prints_too_much_is_cut(patient: Worker) -> None:
    result = patient.run(Run("python", "print('x' * 10**7)"))
    assert result == (Ending.PASSED, "x" * LIMITS.output)


def test_bytes_that_are_no_text_are_replaced(patient: Worker) -> None:
    assert patient.run(Run("bash", r"printf '\xff\x1b[31m'")).output == "\ufffd\x1b[31m"


def test_a_zygote_that_dies_is_replaced() -> None:
    with Worker(LIMITS) as patient:
        patient.wait_until_ready()
        patient._process.kill()
        assert patient.run(Run("python", "assert True")).ending == Ending.CRASHED
        assert patient.run(Run("python", "assert True")).ending == Ending.PASSED


def test_a_run_ends_with_the_program(tmp_path: Path) -> None:
    program = (
        "from roadmap_flash.decks.proof.sandbox.worker import Worker\n"
        "from roadmap_flash.decks.proof.runs import Run\n"
        f"Worker().run(Run('bash', 'sleep 200; : {MARKER}-2'))\n"
    )
    child = os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, "-c", program])
    end = time.monotonic() + 20
    while not (found := [line for line in processes(f"{MARKER}-2") if line.startswith("bash")]):
        assert time.monotonic() < end
        time.sleep(0.02)
    assert found
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while processes(f"{MARKER}-2"):
        assert time.monotonic() < end
        time.sleep(0.02)
