"""
Problems that only the package itself can tell, as the rest of the product tells them:
rows of ``protocol/src/errors/``, to be filled in.
"""

from typing import Dict, Tuple

_SAVED = "Name the file, and save it: what is saved in it is what runs."

#: Code → sentence and what to do.
ROWS: Dict[str, Tuple[str, str]] = {
    "notebook-unknown": (
        "This kernel does not say which notebook it belongs to.",
        _SAVED,
    ),
    "notebook-gone": (
        "The notebook of this kernel was {path}, which is not there.",
        _SAVED,
    ),
    "function-unsuitable": (
        "{what} cannot be run by itself.",
        "Write a function at the top level of a notebook or file, and run that.",
    ),
    "function-no-source": (
        "{name} is in {path}, which is no Python code.",
        "Write the function in a notebook or a .py file, and save it.",
    ),
    "run-cancelled": (
        "The run {id} was cancelled.",
        "Start it again if that was not meant.",
    ),
    "wait-timeout": (
        "The run {id} has not ended in {seconds} s; it goes on.",
        "Wait longer, or cancel it.",
    ),
    "gateway-version": (
        "The gateway speaks version {gateway} of the protocol, "
        "this package version {own}.",
        "Restart the Jupyter server, and this program.",
    ),
    "fairing-not-carried": ("{what} is not carried over from Fairing.", "{instead}"),
    "fairing-serving": (
        "{what} comes with serving, which is not there yet.",
        "Train with job, tfjob or pytorchjob; the model is among the outputs.",
    ),
    "fairing-no-executable": (
        "Which of {files} is to run is not clear.",
        "Say it with executable=, e.g. train.py.",
    ),
    "fairing-outside": (
        "{path} would be outside the working folder of the run.",
        "Say where it goes with output_map, e.g. /app/data.csv, or mount a volume.",
    ),
    "file-missing": (
        "{path} does not exist.",
        "Check the name; paths are relative to the folder you are in.",
    ),
    "context-missing": (
        "There is no context {context}; there are: {known}.",
        "Choose one of these, or add it to the kubeconfig.",
    ),
    "gateway-not-started": (
        "The gateway does not start: {detail}.",
        "Look at the log of the Jupyter server, then restart the gateway.",
    ),
    "gateway-lost": (
        "The gateway stopped before it had answered.",
        "Try again: a new one starts. Runs are not affected.",
    ),
    "gateway-internal": (
        "The gateway met an error it does not know: {detail}.",
        "Please report it with the log of the Jupyter server.",
    ),
}
