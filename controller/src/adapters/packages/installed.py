"""Makes wheels again of what is installed: the files that RECORD lists, as they are.

``python - FOLDER NAME…`` prints, one JSON object a line, the wheels that it has made.
What cannot be made again whole is left out: editable installations, those that another
tool than pip has made, and those that lack files.
"""

import base64
import hashlib
import importlib.metadata
import json
import os
import platform
import re
import sys
import zipfile

#: The first day that a zip archive can tell: equal files give equal wheels.
DAY = (1980, 1, 1, 0, 0, 0)


def digest(data):
    sha = hashlib.sha256(data).digest()
    return "sha256=" + base64.urlsafe_b64encode(sha).rstrip(b"=").decode()


def is_editable(dist):
    direct = json.loads(dist.read_text("direct_url.json") or "{}")
    return bool(direct.get("dir_info", {}).get("editable"))


def tags(dist):
    """As its wheel had them; of one that was compiled here, what it may run on."""
    text = dist.read_text("WHEEL") or ""
    found = re.findall(r"(?m)^Tag: *(\S+)$", text)
    libc, version = platform.libc_ver()
    if libc == "glibc":
        here = "manylinux_" + "_".join(version.split(".")[:2])
        found = [re.sub(r"-linux_(\w+)$", rf"-{here}_\1", tag) for tag in found]
    return found


def file_name(dist, found):
    name = re.sub(r"[-_.]+", "_", dist.metadata["Name"])
    parts = zip(*(tag.split("-") for tag in found))
    joined = "-".join(".".join(sorted(set(part))) for part in parts)
    return f"{name}-{dist.version}-{joined}.whl"


def scripts_of(dist):
    return {
        entry.name
        for entry in dist.entry_points
        if entry.group in ("console_scripts", "gui_scripts")
    }


def placed(dist, path, info):
    """Where a file is in the wheel; None: it is made when that is installed."""
    parts = path.parts
    if "__pycache__" in parts or path.name in ("RECORD", "INSTALLER", "REQUESTED"):
        return None
    if parts[0] != "..":
        return None if path.name == "direct_url.json" else path.as_posix()
    below = [part for part in parts if part != ".."]
    data = info.replace(".dist-info", ".data")
    if below[0] in ("bin", "Scripts"):
        stem = re.sub(r"(-script\.py|\.exe)$", "", path.name)
        return None if stem in scripts_of(dist) else f"{data}/scripts/{path.name}"
    return "/".join([data, "data", *below])


def contents(dist):
    """Bytes by their path in the wheel; None where one is missing."""
    listed = dist.files or []
    record = next((path for path in listed if path.name == "RECORD"), None)
    if record is None:
        return None
    info = record.parts[0]
    found = {}
    for path in listed:
        place = placed(dist, path, info)
        if place is None:
            continue
        try:
            with open(path.locate(), "rb") as file:
                found[place] = (file.read(), os.access(path.locate(), os.X_OK))
        except OSError:
            return None
    return info, found


def write(folder, dist):
    found = tags(dist)
    made = contents(dist)
    if not found or not made or is_editable(dist):
        return
    info, files = made
    wheel = files.get(f"{info}/WHEEL")
    if wheel:
        lines = re.sub(rb"(?m)^Tag:.*\n?", b"", wheel[0]).rstrip(b"\n")
        ends = b"".join(b"\nTag: " + tag.encode() for tag in found)
        files[f"{info}/WHEEL"] = (lines + ends + b"\n", False)
    rows = [f"{path},{digest(data)},{len(data)}" for path, (data, _) in files.items()]
    record = f"{info}/RECORD"
    files[record] = ("\n".join([*rows, f"{record},,", ""]).encode(), False)
    name = file_name(dist, found)
    with zipfile.ZipFile(os.path.join(folder, name), "w") as archive:
        for path in sorted(files, key=lambda each: (each.startswith(info), each)):
            data, runs = files[path]
            entry = zipfile.ZipInfo(path, DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if runs else 0o100644) << 16
            archive.writestr(entry, data)
    print(json.dumps({"file": name}))


def main(folder, *names):
    for name in names:
        try:
            write(folder, importlib.metadata.distribution(name))
        except importlib.metadata.PackageNotFoundError:
            continue


if __name__ == "__main__":
    main(*sys.argv[1:])
