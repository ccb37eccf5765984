"""Signals, forks, and processes that the program starts."""

import signal
import time


def wait_for(folder, kind, count=1):
    """Wait until so many events of a kind are there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            events = folder.read_events()
        except ValueError:
            continue
        if sum(event["kind"] == kind for event in events) >= count:
            return
        time.sleep(0.02)
    raise AssertionError(f"no {kind}")


def test_sigterm_ends_the_program_at_once(folder):
    folder.script("# %%\nimport time\n# %%\nprint('loss=1')\ntime.sleep(60)\n")
    process = folder.start()
    wait_for(folder, "metric")
    process.send_signal(signal.SIGTERM)
    ran = folder.end(process)
    assert ran.code == -signal.SIGTERM
    assert ran.of("finished") == []


def test_the_programs_own_handler_of_sigterm_is_used(folder):
    folder.script(
        "# %%\nimport signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))\nprint('ready=1')\n"
        "time.sleep(60)\n"
    )
    process = folder.start()
    wait_for(folder, "metric")
    process.send_signal(signal.SIGTERM)
    assert folder.end(process).code == 3


def test_an_interrupt_ends_the_program_as_python_does(folder):
    folder.script(
        "# %%\nimport atexit, time\natexit.register(print, 'bye')\nprint('ready=1')\n"
        "time.sleep(60)\n"
    )
    process = folder.start()
    wait_for(folder, "metric")
    process.send_signal(signal.SIGINT)
    ran = folder.end(process)
    assert ran.code == -signal.SIGINT
    assert ran.out == b"ready=1\nbye\n"
    assert ran.err.count("KeyboardInterrupt") == 1
    assert "nb.ipynb, cell 1" in ran.err
    assert ran.one("failure")["exception"] == "KeyboardInterrupt"


FORKED = """# %%
import multiprocessing as mp, os
def square(x):
    print(f"square={x * x}", flush=True)
    return x * x
# %%
with mp.get_context("fork").Pool(2) as pool:
    results = pool.map(square, range(4))
results
# %%
print("unfinished=1", end="", flush=True)
if os.fork() == 0:
    print(" child=1")
    9 / 3
else:
    os.wait()
    print()
# %%
os.getpid() == first if "first" in globals() else 5
"""


def test_forked_children_report_metrics_and_nothing_else(folder):
    folder.script(FORKED)
    ran = folder.run()
    assert ran.code == 0
    assert len(ran.of("started")) == len(ran.of("finished")) == 1
    assert [e["cell"] for e in ran.of("cell-started")] == [1, 2, 3, 4]
    assert [e["text"] for e in ran.of("value")] == ["[0, 1, 4, 9]", "5"]
    squares = sorted(e["value"] for e in ran.of("metric") if e["name"] == "square")
    assert squares == [0, 1, 4, 9]
    assert len([e for e in ran.of("metric") if e["name"] == "unfinished"]) == 1


def test_spawned_processes_do_not_execute_the_notebook_again(folder):
    folder.script(
        "# %%\nprint('once')\nimport multiprocessing as mp, operator\n"
        "# %%\nwith mp.get_context('spawn').Pool(2) as pool:\n"
        "    print(pool.starmap(operator.add, [(1, 2)]))\n"
    )
    ran = folder.run()
    assert (ran.code, ran.out) == (0, b"once\n[3]\n")


def test_a_fork_is_not_warned_of_because_of_our_thread(folder):
    folder.script("# %%\nimport os\nif os.fork() == 0: os._exit(0)\nos.wait();\n")
    ran = folder.run()
    assert (ran.code, ran.err) == (0, "")


def test_memory_is_reported_at_the_end(folder):
    folder.script("# %%\nx = bytearray(50_000_000)\n")
    assert folder.run().of("memory")[-1]["peakBytes"] > 50_000_000


def test_a_crash_in_native_code_names_the_cell(folder):
    folder.script("# %%\n\nimport ctypes\nctypes.string_at(0)\n")
    ran = folder.run()
    assert ran.code == -signal.SIGSEGV
    assert 'File "nb.ipynb, cell 1", line 3' in ran.err
