"""Says what this interpreter is and has, as JSON. Imports nothing of the user's."""

import json
import os
import pkgutil
import platform
import re
import sys
from importlib import metadata


def import_names(dist):
    declared = dist.read_text("top_level.txt")
    if declared is not None:
        return sorted(set(declared.split()))
    return sorted({name for name in map(top_level, dist.files or []) if name})


def top_level(file):
    """The import name a file of a distribution gives, if any."""
    parts = file.parts
    if parts[0] in ("..", "__pycache__") or parts[0].endswith((".dist-info", ".data")):
        return None
    if len(parts) > 1:
        return parts[0] if parts[-1].endswith((".py", ".so", ".pyd")) else None
    match = re.match(r"(\w+)\.(py|so|pyd|[\w-]+\.so)$", parts[0])
    return match.group(1) if match else None


def editable_folder(dist):
    """Folder of an editable install (PEP 610), else None."""
    try:
        origin = json.loads(dist.read_text("direct_url.json") or "{}")
    except ValueError:
        return None
    if not origin.get("dir_info", {}).get("editable"):
        return None
    return re.sub(r"^file://", "", origin.get("url", ""))


def describe(dist):
    name = re.sub(r"[-_.]+", "-", dist.metadata["Name"]).lower()
    found = {"name": name, "version": dist.version, "imports": import_names(dist)}
    folder = editable_folder(dist)
    if folder:
        found["editable"] = folder
    return found


def distributions():
    """One entry a name: the first on the path is the one an import would see."""
    found = {}
    for dist in metadata.distributions():
        if dist.metadata["Name"]:
            entry = describe(dist)
            found.setdefault(entry["name"], entry)
    return [found[name] for name in sorted(found)]


def folders():
    return [path for path in sys.path if path and os.path.isdir(path)]


def searched_folders():
    """Folders whose change makes this answer stale: path to modification time."""
    return {path: os.stat(path).st_mtime_ns // 1_000_000 for path in folders()}


def other_modules(packaged, stdlib):
    """Top-level modules that no distribution names, as PYTHONPATH brings them."""
    known = {name for found in packaged for name in found["imports"]}
    there = {module.name for module in pkgutil.iter_modules(folders())}
    return sorted(there.difference(known, stdlib))


installed = distributions()
stdlib = sorted(getattr(sys, "stdlib_module_names", sys.builtin_module_names))


print(
    json.dumps(
        {
            "facts": {
                "python": sys.executable,
                "version": platform.python_version(),
                "implementation": platform.python_implementation(),
                "platform": sys.platform + "-" + platform.machine(),
                "distributions": installed,
                "stdlib": stdlib,
                "modules": other_modules(installed, stdlib),
            },
            "folders": searched_folders(),
        }
    )
)
