"""What a child has given up it does not get back: proved by trying, in processes under the same limits."""

import os
import select
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
CONFINED = """
import os, sys
sys.path.insert(0, sys.argv[1])
from recognition.limits import Limits, confine, grant_cpu
from recognition.child_filter import forbid_other_calls
"""
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the guard is Linux's")


def confined(
    code: str, folder: Path, limits: str = "address_space=None, open_files=32"
) -> subprocess.CompletedProcess[str]:
    """Run lines of Python under the limits of a child, in an empty folder."""
    program = CONFINED + f"confine(Limits({limits}), os.getppid())\n" + textwrap.dedent(code)
    return subprocess.run(
        [sys.executable, "-I", "-B", "-c", program, str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=folder,
    )


def test_without_the_limits_the_same_lines_do_write_a_file(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", "open('face.txt', 'w').write('x' * 100)"], check=True, cwd=tmp_path
    )

    assert (tmp_path / "face.txt").stat().st_size == 100


def test_a_child_cannot_put_a_single_byte_into_a_file(tmp_path: Path) -> None:
    done = confined("file = open('face.txt', 'wb', buffering=0); file.write(b'x')", tmp_path)

    assert "File too large" in done.stderr
    assert (tmp_path / "face.txt").stat().st_size == 0


def test_a_child_leaves_no_core_dump(tmp_path: Path) -> None:
    done = confined("import ctypes; ctypes.string_at(0)", tmp_path)

    assert done.returncode == -signal.SIGSEGV
    assert list(tmp_path.iterdir()) == []


def test_a_child_that_asks_for_too_much_memory_gets_an_error(tmp_path: Path) -> None:
    done = confined("bytearray(2**30)", tmp_path, "address_space=700 * 2**20, open_files=32")

    assert "MemoryError" in done.stderr


def test_a_child_cannot_open_many_files(tmp_path: Path) -> None:
    done = confined("kept = [open('/dev/null') for _ in range(40)]", tmp_path)

    assert "Too many open files" in done.stderr


def test_a_photo_may_use_only_so_much_processor_time(tmp_path: Path) -> None:
    done = confined("grant_cpu(0.5)\nwhile True: pass", tmp_path)

    assert done.returncode == -signal.SIGXCPU


@LINUX
@pytest.mark.parametrize(
    "attempt",
    [
        pytest.param("open('face.txt', 'w')", id="write a file"),
        pytest.param("open('/etc/hostname')", id="read a file"),
        pytest.param("os.open('/dev/null', os.O_RDWR)", id="open a device"),
        pytest.param("os.mkdir('faces')", id="make a folder"),
        pytest.param("os.unlink('/nonexistent')", id="delete a file"),
        pytest.param("os.rename('a', 'b')", id="rename a file"),
        pytest.param("os.listdir('/')", id="list a folder"),
        pytest.param("os.stat('/')", id="stat a path"),
        pytest.param("socket.socket()", id="open a socket"),
        pytest.param("socket.socketpair()", id="open a pair of sockets"),
        pytest.param("os.fork()", id="fork"),
        pytest.param("os.execv('/bin/true', ['true'])", id="run a program"),
        pytest.param("os.kill(os.getppid(), 0)", id="signal the parent"),
        pytest.param("os.memfd_create('faces')", id="make memory to hide in"),
        pytest.param("mmap.mmap(-1, 4096, prot=mmap.PROT_EXEC | mmap.PROT_WRITE)", id="make code"),
        pytest.param(
            "resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE)", id="touch the parent's limits"
        ),
        pytest.param("resource.setrlimit(resource.RLIMIT_FSIZE, (9, 9))", id="raise a limit"),
        pytest.param("os.ftruncate(0, 0)", id="cut a file"),
    ],
)
def test_a_warm_child_is_refused(attempt: str, tmp_path: Path) -> None:
    code = f"""
    import mmap, resource, socket
    assert forbid_other_calls()
    try:
        {attempt}
    except (PermissionError, ValueError):
        os.write(1, b"refused")
    """

    assert confined(code, tmp_path).stdout == "refused"
    assert list(tmp_path.iterdir()) == []


@LINUX
def test_a_warm_child_may_still_think_and_start_threads(tmp_path: Path) -> None:
    code = """
    import threading
    assert forbid_other_calls()
    found = []
    thread = threading.Thread(target=lambda: found.append(sum(bytearray(50_000_000))))
    thread.start(); thread.join()
    os.write(1, str(found).encode())
    """

    assert confined(code, tmp_path).stdout == "[0]"


@LINUX
def test_a_confined_process_cannot_be_read_by_others_of_its_user(tmp_path: Path) -> None:
    code = """
    import ctypes
    os.write(1, str(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)).encode())
    """

    assert confined(code, tmp_path).stdout == "0"


def test_a_child_whose_parent_is_gone_already_ends_at_once(tmp_path: Path) -> None:
    program = (
        CONFINED + "confine(Limits(address_space=None, open_files=32), 1 << 22)\nprint('alive')"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )

    assert (done.returncode, done.stdout) == (1, "")


@LINUX
def test_a_parent_killed_at_any_moment_leaves_no_orphan() -> None:
    program = """
    import sys, os
    sys.path.insert(0, sys.argv[1])
    from concurrent.futures import ThreadPoolExecutor
    from recognition.child_memory import sealed_size
    from recognition.decoder import Decoder, DecoderLimits
    memory, starter = sealed_size("m", 2**20), ThreadPoolExecutor(1)
    decoders = [Decoder(memory, DecoderLimits(), starter) for _ in range(2)]
    print(*(decoder.child.pid for decoder in decoders), flush=True)
    os.kill(decoders[0].child.pid, 19)
    sys.stdin.read()
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), str(ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        children = [int(pid) for pid in parent.stdout.readline().split()]
        ends = [os.pidfd_open(pid) for pid in children]
        parent.kill()

    gone = [ended(end) for end in ends]
    assert len(children) == 2
    assert gone == [True, True]


def ended(process: int, seconds: float = 20.0) -> bool:
    """Wait until a process is gone, by its descriptor."""
    found, _, _ = select.select([process], [], [], seconds)
    os.close(process)
    return bool(found)


def test_the_parent_loads_no_decoder_and_no_model_library() -> None:
    program = """
    import sys
    sys.path.insert(0, sys.argv[1])
    import recognition.child_pool, recognition.shared_gallery
    print(*sorted({"cv2", "PIL", "onnxruntime", "onnx"} & set(sys.modules)))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), str(ROOT)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == ""
