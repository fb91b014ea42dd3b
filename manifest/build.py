"""Makes the package that Teams installs. `make manifest` calls it; it reads COACH_APP_ID and COACH_PUBLIC_URL.

Nothing is written that the official validator does not accept.
"""

import json
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from manifest.documents import HERE, TRANSLATED, manifest, translation
from manifest.settings import PackageError, PackageSettings, read_package_settings
from tools.nodejs import asked

PACKAGE: Final = Path("build/teams-app.zip")
ICONS: Final = ("color.png", "outline.png")


def documents(settings: PackageSettings) -> dict[str, dict[str, Any]]:
    """The JSON files of the package, by name."""
    return {"manifest.json": manifest(settings)} | {f"{one}.json": translation(one) for one in TRANSLATED}


def validated(files: Mapping[str, dict[str, Any]]) -> None:
    """Raises PackageError with everything the official validator finds."""
    found = zip(files, asked("manifest/validate.cjs", files.values()), strict=True)
    faults = [f"{name}: {fault}" for name, its in found for fault in its]
    if faults:
        raise PackageError("\n".join(faults))


def write(files: Mapping[str, dict[str, Any]], package: Path) -> None:
    """The same files make the same package, byte for byte."""
    package.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, document in files.items():
            packed.writestr(_entry(name), json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        for icon in ICONS:
            packed.writestr(_entry(icon), (HERE / "icons" / icon).read_bytes())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def main() -> None:
    try:
        settings = read_package_settings()
        files = documents(settings)
        validated(files)
    except PackageError as refusal:
        sys.exit(str(refusal))
    write(files, PACKAGE)
    print(f"{PACKAGE}: for app {settings.app_id} at {settings.public_url}")


if __name__ == "__main__":
    main()
