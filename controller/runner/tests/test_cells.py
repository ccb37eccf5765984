"""Converted notebooks: cells, values, places, in real processes."""

import pytest


def texts(ran):
    return [event["text"] for event in ran.of("value")]


def test_cells_run_in_order_in_one_real_main_module(folder):
    folder.script(
        "import sys\n"
        "# %%\nclass Point: pass\nprint(__name__, '__file__' in globals())\n"
        "# %%\nimport pickle\n"
        "print(type(pickle.loads(pickle.dumps(Point()))) is Point)\n"
        "print(sys.modules['__main__'].Point is Point, sys.path[0] == '', sys.argv)\n"
    )
    ran = folder.run()
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == b"__main__ False\nTrue\nTrue True ['nb.ipynb']\n"
    progress = [(e["cell"], e["position"], e["of"]) for e in ran.of("cell-started")]
    assert progress == [(1, 1, 2), (2, 2, 2)]
    assert ran.one("started")["cells"] == 2
    assert ran.events[-1] == {**ran.one("finished"), "ok": True}


def test_the_last_expression_is_a_value_and_never_printed(folder):
    folder.script(
        "# %%\n1 + 1\n# %%\n_ * 10\n# %%\n(3);\n# %%\nNone\n# %%\nx = 4\n"
        "# %%\n(\n  'a',\n) ; # silent\n# %%\n'é;'  # shown;\n# %%\n_ = 5\n# %%\n6\n"
        "# %%\n_\n"
    )
    ran = folder.run()
    assert ran.out == b""
    assert texts(ran) == ["2", "20", "'é;'", "6", "5"]


def test_a_traceback_names_cell_and_line_of_the_notebook_and_no_runner_frame(folder):
    folder.script(
        "# %%\nimport json\n# %%\n\ndef load(text):\n    return json.loads(text)\n"
        "# %%\nload('{')\n"
    )
    ran = folder.run()
    assert ran.code == 1
    assert "File \"nb.ipynb, cell 3\", line 1, in <module>\n    load('{')" in ran.err
    assert 'File "nb.ipynb, cell 2", line 3, in load' in ran.err
    assert "jkf_runner" not in ran.err
    failure = ran.one("failure")
    assert (failure["cell"], failure["line"]) == (2, 3)
    assert failure["exception"] == "json.decoder.JSONDecodeError"
    assert failure["traceback"] == ran.err
    assert not ran.one("finished")["ok"]
    assert [e["cell"] for e in ran.of("cell-finished")] == [1, 2]


def test_a_syntax_error_fails_when_its_cell_is_reached(folder):
    folder.script("# %%\nprint('first')\n# %%\nx = 1\nx = = 2\n")
    ran = folder.run()
    assert (ran.code, ran.out) == (1, b"first\n")
    assert 'File "nb.ipynb, cell 2", line 2' in ran.err
    assert not ran.err.startswith("Traceback")
    failure = ran.one("failure")
    assert (failure["cell"], failure["line"]) == (2, 2)


def test_a_chained_exception_is_printed_whole(folder):
    folder.script(
        "# %%\ntry:\n    1/0\nexcept ZeroDivisionError as e:\n"
        "    raise KeyError('x') from e\n"
    )
    ran = folder.run()
    assert "ZeroDivisionError" in ran.err and "direct cause" in ran.err
    assert ran.one("failure")["line"] == 4


def test_a_cell_that_may_raise_is_reported_and_the_run_goes_on(folder):
    folder.script("# %% raises\nprint(1)\nraise ValueError('no')\n# %%\nprint(2)\n")
    ran = folder.run()
    assert (ran.code, ran.out) == (0, b"1\n2\n")
    assert ran.one("failure")["expected"] is True
    assert "ValueError: no" in ran.err
    assert ran.one("finished")["ok"] is True


def test_future_imports_of_the_head_hold_in_every_cell(folder):
    folder.script(
        "from __future__ import annotations\n# %%\ndef f(x: Missing): return x\n"
        "# %%\nf.__annotations__['x']\n"
    )
    assert texts(folder.run()) == ["'Missing'"]


def test_inspect_shows_the_source_of_the_notebook(folder):
    folder.script(
        "# %%\n\ndef f():\n    return 1\n# %%\nimport inspect\n"
        "print(inspect.getsource(f), end='')\n"
    )
    assert folder.run().out == b"def f():\n    return 1\n"


def test_segments_put_lines_where_they_are_in_the_cell(folder):
    folder.script("# %%\nx = 1\nraise ValueError\n")
    entry = folder.read_entry()
    entry["cells"][0]["segments"] = [
        {"scriptLine": 2, "cellLine": 3, "lines": 1},
        {"scriptLine": 3, "cellLine": 7, "lines": 1},
    ]
    folder.entry(**entry)
    assert folder.run().one("failure")["line"] == 7


@pytest.mark.parametrize(
    ("call", "code", "ok"),
    [
        ("sys.exit()", 0, True),
        ("sys.exit(0)", 0, True),
        ("sys.exit(7)", 7, False),
        ("sys.exit('bad luck')", 1, False),
        ("exit()", 0, True),
    ],
)
def test_an_exit_code_is_the_programs(folder, call, code, ok):
    folder.script(f"# %%\nimport sys\n{call}\n# %%\nprint('never')\n")
    ran = folder.run()
    assert (ran.code, ran.out) == (code, b"")
    assert ran.one("finished")["ok"] is ok
    assert len(ran.of("failure")) == (0 if ok else 1)
    assert ran.err == ("bad luck\n" if "luck" in call else "")


def test_runaway_recursion_is_a_failure_like_any_other(folder):
    folder.script("# %%\ndef f(): return f()\n# %%\nf()\n")
    ran = folder.run()
    assert ran.code == 1
    failure = ran.one("failure")
    assert (failure["exception"], failure["cell"]) == ("RecursionError", 1)
    assert "Previous line repeated" in ran.err


def test_a_failing_text_form_is_said_and_does_not_fail(folder):
    folder.script(
        "# %%\nclass Bad:\n    def __repr__(self): raise ValueError\n"
        "    def _repr_html_(self): raise ValueError\n"
        "    def _repr_png_(self): raise ValueError\nBad()\n"
    )
    ran = folder.run()
    assert ran.code == 0
    assert texts(ran) == ["<Bad without a text form: repr raised ValueError>"]


def test_no_object_is_odd_enough_to_fail_for_being_shown(folder):
    folder.script(
        "# %%\nclass Meta(type):\n"
        "    def __getattr__(self, name): raise RuntimeError(name)\n"
        "class Odd(metaclass=Meta):\n    __class__ = property(lambda self: 1 / 0)\n"
        "    def __repr__(self): return 'odd'\nOdd()\n"
    )
    ran = folder.run()
    assert (ran.code, texts(ran)) == (0, ["odd"])


def test_a_long_traceback_is_printed_whole_and_reported_with_both_its_ends(folder):
    folder.script(
        "# %%\ndef f(n):\n    if n == 0: raise KeyError('first')\n"
        "    try: f(n - 1)\n"
        "    except Exception as e: raise ValueError('é' * 999) from e\n"
        "# %%\ntry: f(90)\nexcept Exception as e: raise OSError('last') from e\n"
    )
    ran = folder.run()
    assert ran.err.startswith("Traceback")
    assert ran.err.count("The above exception was the direct cause") == 91
    reported = ran.one("failure")["traceback"]
    assert len(reported.encode()) <= 64 * 1024
    assert "KeyError: 'first'" in reported
    assert reported.endswith("OSError: last\n")


def test_the_name_of_an_exception_is_bounded(folder):
    folder.script("# %%\nraise type('E' * 100_000, (Exception,), {})('m')\n")
    assert folder.run().one("failure")["exception"] == "E" * 200


def test_values_are_bounded_and_html_is_kept_when_bearable(folder):
    folder.script(
        "# %%\n'é' * 100_000\n"
        "# %%\nclass Rich:\n    def __init__(self, n): self.n = n\n"
        "    def _repr_html_(self): return '<b>' * self.n\nRich(1)\n"
        "# %%\nRich(100_000)\n# %%\nRich\n"
    )
    values = folder.run().of("value")
    # A quote, then whole characters of two bytes.
    assert len(values[0]["text"].encode()) == 64 * 1024 - 1
    assert [value.get("html") for value in values] == [None, "<b>", None, None]


def test_exceptions_hidden_in_a_custom_hook_are_left_to_it(folder):
    folder.script(
        "# %%\nimport sys\nsys.excepthook = lambda k, e, t: print('hook', k.__name__)\n"
        "1/0\n"
    )
    ran = folder.run()
    assert (ran.code, ran.out, ran.err) == (1, b"hook ZeroDivisionError\n", "")


def test_an_unreadable_entry_is_said_in_a_sentence(folder):
    (folder.path / ".jkf" / "entry.json").write_text("{}")
    ran = folder.run()
    assert ran.code == 1
    assert ran.err.startswith(".jkf/entry.json does not say what to run")
    assert ran.one("failure")["cell"] == 0


def test_lines_behind_a_cell_belong_to_its_last_statement(folder):
    folder.script(
        "from jkf_runner import script\n"
        '# %%\nscript(\'sh\', r"""\necho hi\n""", globals())\n'
        "# %%\nprint('next')\n\n# words\n"
    )
    entry = folder.read_entry()
    entry["cells"][0]["segments"][0]["lines"] = 2
    folder.entry(**entry)
    ran = folder.run()
    assert (ran.code, ran.out, ran.err) == (0, b"hi\nnext\n", "")
