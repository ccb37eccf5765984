"""`await` at the top level."""

SETUP = """from jkf_runner import run_async, iterate_async, enter_async
# %%
import asyncio
async def numbers():
    for i in range(3):
        await asyncio.sleep(0)
        yield i
class Manager:
    async def __aenter__(self):
        self.task = asyncio.current_task()
        return self
    async def __aexit__(self, kind, error, tb):
        assert asyncio.current_task() is self.task
        print("left", kind and kind.__name__)
        return kind is KeyError
"""


def test_awaits_loops_and_managers_work_across_cells(folder):
    folder.script(
        SETUP + "# %%\nrun_async(asyncio.sleep(0, 5))\n"
        "# %%\n[n for n in iterate_async(numbers())]\n"
        "# %%\nwith enter_async(Manager()) as m:\n    raise KeyError\n"
        "# %%\nwith enter_async(Manager()) as m:\n"
        "    print(run_async(m.__aenter__()) is m)\n"
    )
    ran = folder.run()
    assert (ran.code, ran.err) == (0, "")
    assert [e["text"] for e in ran.of("value")] == ["5", "[0, 1, 2]"]
    assert ran.out == b"left KeyError\nTrue\nleft None\n"


def test_a_task_made_between_awaits_runs_during_the_next(folder):
    folder.script(
        SETUP
        + "# %%\nasync def work():\n    await asyncio.sleep(0)\n    return 'done'\n"
        "task = asyncio.create_task(work())\n"
        "# %%\nprint('between')\n# %%\nrun_async(task)\n"
    )
    ran = folder.run()
    assert (ran.code, ran.err) == (0, "")
    assert ran.one("value")["text"] == "'done'"


def test_a_timeout_entered_at_the_top_level_ends_what_is_awaited_inside(folder):
    folder.script(
        SETUP + "# %%\nif hasattr(asyncio, 'timeout'):\n"
        "    try:\n        with enter_async(asyncio.timeout(0.01)):\n"
        "            run_async(asyncio.sleep(60))\n"
        "    except TimeoutError:\n        print('in time')\n"
        "else:\n    print('in time')\nrun_async(asyncio.sleep(0))\n"
    )
    ran = folder.run()
    assert (ran.code, ran.out) == (0, b"in time\n")


def test_what_an_awaited_thing_raises_is_raised_in_the_cell(folder):
    folder.script(
        SETUP + "# %%\nasync def bad():\n    1/0\n"
        "# %%\ntry:\n    run_async(bad())\n"
        "except ZeroDivisionError:\n    print('caught')\n"
        "run_async(bad())\n"
    )
    ran = folder.run()
    assert (ran.code, ran.out) == (1, b"caught\n")
    failure = ran.one("failure")
    assert (failure["cell"], failure["line"]) == (2, 2)
    assert "jkf_runner" not in ran.err


def test_tasks_that_are_left_are_cancelled_with_a_note(folder):
    folder.script(
        SETUP
        + "# %%\nasync def forever():\n    try:\n        await asyncio.sleep(600)\n"
        "    finally:\n        print('cleaned')\n"
        "asyncio.create_task(forever())\nrun_async(asyncio.sleep(0.01))\n"
    )
    ran = folder.run()
    assert (ran.code, ran.out) == (0, b"cleaned\n")
    assert ran.err.count("asyncio task") == 1


def test_a_notebook_without_top_level_awaits_may_start_its_own_loop(folder):
    folder.script(
        "from jkf_runner import sh\n# %%\nimport asyncio\n"
        "async def f(): return await asyncio.create_task(asyncio.sleep(0, 3))\n"
        "# %%\nasyncio.run(f())\n"
    )
    ran = folder.run()
    assert (ran.code, ran.err) == (0, "")
    assert ran.one("value")["text"] == "3"


def test_helpers_imported_under_another_name_are_known(folder):
    folder.script(
        "from jkf_runner import run_async as jkf_run_async\n"
        "# %%\nimport asyncio\nfuture = asyncio.Future()\n"
        "loop = future.get_loop()\n"
        "jkf_run_async(asyncio.sleep(0))\n"
        "# %%\nprint(asyncio.get_running_loop() is loop)\n"
    )
    ran = folder.run()
    assert (ran.code, ran.out, ran.err) == (0, b"True\n", "")
