"""Which file system a file lies on. SQLite locks and maps its files; across a network that destroys them."""

import re
from pathlib import Path
from typing import Final

from storage.refusal import DatabaseRefused

NETWORKED: Final = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|afs|ceph|lustre|gpfs|9p"
    r"|fuse\.(sshfs|glusterfs|ceph|s3fs|rclone|davfs2?|gcsfuse|blobfuse2?|smbnetfs)"
)
"""File systems whose files lie on another machine, by the kernel's names for them (man 5 proc, mountinfo)."""
MOUNTS: Final = Path("/proc/self/mountinfo")


def refuse_network(file: Path) -> None:
    """Raises DatabaseRefused where `file` would lie on another machine. Where the system does not say, nothing is
    refused."""
    kind = file_system_of(file, MOUNTS.read_text(encoding="utf-8")) if MOUNTS.exists() else ""
    if NETWORKED.fullmatch(kind):
        raise DatabaseRefused(
            f"{file} would lie on a network file system ({kind}), where SQLite loses data;"
            " name a file on a local disk in COACH_DATABASE_URL, or use PostgreSQL"
        )


def file_system_of(file: Path, mounts: str) -> str:
    """The kind of file system that holds the absolute path `file`, e.g. "ext4"; empty where `mounts`, the text of
    mountinfo, does not say."""
    deepest, found = -1, ""
    for line in mounts.splitlines():
        place, _, described = line.partition(" - ")
        mount = Path(_plain(place.split()[4]))
        # A later mount on the same place hides an earlier one.
        if file.is_relative_to(mount) and len(mount.parts) >= deepest:
            deepest, found = len(mount.parts), described.split()[0]
    return found


def _plain(escaped: str) -> str:
    """A path as mountinfo writes it: blanks and backslashes are octal."""
    return re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), escaped)
