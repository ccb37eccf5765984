"""One rank from its start to its end: reads what to run, runs it, reports its end."""

import faulthandler
import os
import sys
from typing import Any, Dict, NamedTuple, Optional

from . import asyncs, figures, space
from .events import Events
from .memory import Sampler
from .output import watch, write_error
from .program import Failed, FileProgram, FunctionProgram, Program, ScriptProgram
from .session import Session, begin
from .spec import Spec, SpecError, read_parameters, read_spec
from .texts import note
from .tracebacks import message_of


class End(NamedTuple):
    """How the program ended. `code`: what `sys.exit` is given."""

    ok: bool
    code: Any


def main() -> Any:
    """Run what this folder's entry says; the result is for `sys.exit`."""
    session = Session(Events(_events_path()))
    begin(session)
    watch(session)
    _name_crashes()
    space.stand_in()
    try:
        spec, parameters = read_spec(), read_parameters()
    except SpecError as error:
        return _refuse(str(error), session)
    program = _program(spec, parameters, session)
    return _supervise(program, session)


def _events_path() -> Optional[str]:
    """
    Tell where events go; nowhere for all but the first process of a pod.

    `torchrun` starts several: one file would tell of the same cells several times.
    """
    first = os.environ.get("LOCAL_RANK", "0") == "0"
    return os.environ.get("JKF_EVENTS") if first else None


def _program(spec: Spec, parameters: Dict[str, Any], session: Session) -> Program:
    if spec.kind == "notebook":
        # Imported only here: it brings asyncio and more with it.
        from .executed import NotebookProgram

        return NotebookProgram(spec, session, parameters)
    figures.prepare(session)
    if spec.kind == "file":
        return FileProgram(spec, session)
    made = FunctionProgram if spec.kind == "function" else ScriptProgram
    return made(spec, session, parameters)


def _supervise(program: Program, session: Session) -> Any:
    events = session.events
    sampler = Sampler(
        lambda peak: events.emit("memory", peakBytes=peak), session.meter.flush
    )
    sampler.start()
    session.wake = sampler.wake
    end = _run(program)
    _close_loop()
    session.meter.flush()
    sampler.finish()
    events.emit("finished", ok=end.ok)
    if isinstance(end.code, KeyboardInterrupt):
        # Python then ends the way an interrupted program ends; the traceback is out.
        sys.excepthook = lambda *_: None
        raise KeyboardInterrupt
    return end.code


def _run(program: Program) -> End:
    try:
        program.run()
    except Failed:
        return End(False, 1)
    except SystemExit as leave:
        return _left(leave, program)
    except KeyboardInterrupt as interrupt:
        program.fail(interrupt)
        return End(False, interrupt)
    except BaseException as error:
        program.fail(error)
        return End(False, 1)
    return End(True, 0)


def _left(leave: SystemExit, program: Program) -> End:
    """Keep the code the program left with; only a code of 0 is a success."""
    if leave.code in (None, 0):
        return End(True, 0)
    program.fail(leave, printed=False)
    return End(False, leave.code)


def _refuse(sentence: str, session: Session) -> int:
    """Fail before there is a program."""
    write_error(f"{sentence}\n")
    session.events.emit(
        "failure",
        cell=0,
        line=0,
        exception="SpecError",
        message=sentence,
        traceback=sentence,
        expected=False,
    )
    session.events.emit("finished", ok=False)
    return 1


def _close_loop() -> None:
    try:
        asyncs.close()
    except Exception as error:
        note(f"the event loop could not be closed: {message_of(error)}")


def _name_crashes() -> None:
    """Let a crash in native code print where in the notebook it happened."""
    try:
        if not faulthandler.is_enabled():
            faulthandler.enable()
    except (AttributeError, OSError, RuntimeError, ValueError):
        # No standard error to print to.
        return
