"""Parameters of scripts and of functions."""

import json

CELLS = (
    "# %%\nprint('before')\n# %% parameters\nlr = 0.1\nname = 'a'\n"
    "# %%\nprint(lr, name)\n"
)


def values(**given):
    return {"JKF_PARAMETERS": json.dumps(given)}


def test_overrides_are_assigned_right_after_the_cell_tagged_parameters(folder):
    folder.script(CELLS)
    ran = folder.run(values(lr=0.5))
    assert ran.out == b"before\n0.5 a\n"
    assert ran.one("parameters")["values"] == {"lr": "0.5"}


def test_without_overrides_the_defaults_hold_and_nothing_is_reported(folder):
    folder.script(CELLS)
    ran = folder.run()
    assert ran.out == b"before\n0.1 a\n"
    assert ran.of("parameters") == []


def test_without_such_a_cell_they_are_assigned_before_the_first(folder):
    folder.script("# %%\nprint(lr, flag, items)\n")
    ran = folder.run(values(lr=1, flag=None, items=[True, {"a": "é"}]))
    assert ran.out.decode() == "1 None [True, {'a': 'é'}]\n"


def test_only_the_first_tagged_cell_takes_them(folder):
    folder.script("# %% parameters\nx = 1\n# %% parameters\nx = 2\n# %%\nprint(x)\n")
    assert folder.run(values(x=9)).out == b"2\n"


def test_a_function_gets_them_as_arguments_and_gives_a_value(folder):
    folder.function(
        "# %%\nbase = 10\ndef train(lr, n=2): return base + lr * n\n", "train"
    )
    ran = folder.run(values(lr=3))
    assert ran.code == 0
    value = ran.one("value")
    assert (value["cell"], value["text"]) == (0, "16")
    assert ran.one("parameters")["values"] == {"lr": "3"}


def test_a_coroutine_function_is_awaited(folder):
    folder.function(
        "# %%\nimport asyncio\nasync def train(n):\n"
        "    await asyncio.sleep(0)\n    return n\n",
        "train",
    )
    assert folder.run(values(n=4)).one("value")["text"] == "4"


def test_a_call_that_does_not_fit_fails_at_the_definition(folder):
    folder.function("# %%\n\n\ndef train(lr): pass\n", "train")
    ran = folder.run()
    assert ran.code == 1
    failure = ran.one("failure")
    assert (failure["cell"], failure["line"]) == (1, 3)
    assert failure["exception"] == "TypeError"
    assert "jkf_runner" not in ran.err


def test_text_that_is_no_json_is_refused_before_anything_runs(folder):
    folder.script(CELLS)
    for text in ("{", "[1]"):
        ran = folder.run({"JKF_PARAMETERS": text})
        assert (ran.code, ran.out) == (1, b"")
        assert "JKF_PARAMETERS is not" in ran.err
