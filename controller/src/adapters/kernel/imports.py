"""Imports what standard input names, one by one, and says what came of each."""

import json
import os
import sys
import traceback


def fault_of(error, folder):
    """What a run would end with; with the place in the user's own files, if any."""
    words = str(error).strip().split("\n")[0]
    text = type(error).__name__ + (": " + words if words else "")
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(folder + os.sep):
            place = os.path.relpath(frame.filename, folder)
            return f"{text} ({place}, line {frame.lineno})"
    return text


def attempt(module, names, folder):
    wanted = f"from {module} import {', '.join(names)}" if names else f"import {module}"
    try:
        exec(wanted, {})
    # Modules may raise anything, and some end the interpreter.
    except BaseException as error:
        return fault_of(error, folder)
    return None


def main():
    asked = json.load(sys.stdin)
    said = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    folder = os.getcwd()
    sys.path[:1] = [folder, *(os.path.join(folder, root) for root in asked["roots"])]
    for wanted in asked["modules"]:
        module, names = wanted["module"], wanted["names"]
        print(json.dumps({"begun": module}), file=said)
        fault = attempt(module, names, folder)
        print(json.dumps({"ended": module, "fault": fault}), file=said)
    # Threads that modules have started need not end.
    said.flush()
    os._exit(0)


main()
