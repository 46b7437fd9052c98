"""Network mounts and synchronised folders are told from this computer's own disks."""

from __future__ import annotations

from pathlib import Path

import pytest

from salesdesk.support import file_place
from salesdesk.support.conflict_copies import conflict_copies
from salesdesk.support.file_place import Elsewhere, by_mounts, cloud, elsewhere, is_unc

MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/home /home/ines/shared\\040files nfs4 rw 0 0
//srv/sales /mnt/sales cifs rw 0 0
ines@host: /mnt/host fuse.sshfs rw 0 0
C: /mnt/c 9p rw 0 0
/dev/sdb1 /mnt/sales/disk ext4 rw 0 0
drive /mnt/drive fuse.google-drive-ocamlfuse rw 0 0
/dev/fuse /run/user/1/doc fuse.portal rw 0 0
""".splitlines()


@pytest.mark.parametrize(
    ("folder", "kind", "name"),
    [
        ("/home/ines/shared files/desks", "network", "nfs4"),
        ("/mnt/sales", "network", "cifs"),
        ("/mnt/host/a/b", "network", "fuse.sshfs"),
        ("/mnt/c/Users", "network", "9p"),
        ("/mnt/drive", "cloud", "Google Drive"),
    ],
)
def test_network_mounts_are_told_by_their_type(folder: str, kind: str, name: str) -> None:
    found = by_mounts(folder, MOUNTS)
    assert found is not None
    assert (found.kind, found.name) == (kind, name)


@pytest.mark.parametrize(
    "folder", ["/home/ines", "/mnt/sales/disk/x", "/mnt/salesman", "/run/user/1/doc"]
)
def test_a_disk_of_this_computer_is_none_even_below_a_network_mount(folder: str) -> None:
    assert by_mounts(folder, MOUNTS) is None


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("Dropbox/Sales", "Dropbox"),
        ("Dropbox (Acme)", "Dropbox"),
        ("OneDrive - Acme Ltd/Desks", "OneDrive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("Google Drive/My Drive", "Google Drive"),
        ("Nextcloud", "Nextcloud"),
    ],
)
def test_synchronised_folders_are_told_by_their_name(
    tmp_path: Path, folder: str, name: str
) -> None:
    (tmp_path / folder).mkdir(parents=True)
    found = elsewhere(tmp_path / folder / "Mine.desk", {})
    assert found is not None
    assert (found.kind, found.name) == ("cloud", name)


@pytest.mark.parametrize(("mark", "name"), sorted(file_place.MARKS.items()))
def test_synchronised_folders_are_told_by_what_lies_in_them(
    tmp_path: Path, mark: str, name: str
) -> None:
    (tmp_path / "Work" / "desks").mkdir(parents=True)
    (tmp_path / "Work" / mark).mkdir()
    assert cloud(str(tmp_path / "Work" / "desks"), {}) == Elsewhere(
        "cloud", name, str(tmp_path / "Work")
    )


def test_a_link_into_a_synchronised_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "desks").symlink_to(tmp_path / "Dropbox")
    assert elsewhere(tmp_path / "desks" / "Mine.desk", {}) is not None
    assert elsewhere(tmp_path / "Mine.desk", {}) is None


def test_the_variable_of_onedrive_names_its_folder(tmp_path: Path) -> None:
    found = cloud(str(tmp_path / "Firm" / "x"), {"OneDriveCommercial": str(tmp_path / "Firm")})
    assert found is not None
    assert found.name == "OneDrive"


def test_windows_shares_are_told_from_drives() -> None:
    assert is_unc(r"\\server\share\desks")
    assert is_unc(r"\\?\UNC\server\share")
    assert not is_unc(r"C:\Users")
    assert not is_unc(r"\\?\C:\Users")


CONFLICTS = (
    "Mine (Ines's conflicted copy 2026-11-22).desk",
    "Mine (In Konflikt stehende Kopie von Ines 2026-11-22).desk",
    "Mine.sync-conflict-20261122-101112-ABCDEFG.desk",
    "Mine (conflicted copy 2026-11-22 101112).desk",
    "Mine_conflict-20261122-101112.desk",
    "Mine (SFConflict ines@x.com 2026-11-22-10-11-12).desk",
    "Mine [conflicted].desk",
    "Mine (1).desk",
    "Mine 2.desk",
    "Mine-LAPTOP-3.desk",
)
OTHERS = (
    "Mine.desk", "Mine.before-restore-20261122-101112.desk", "Mine old.desk", "Mine-copy.desk",
    "Yours (1).desk", "Mine (1).txt", "Mine.desk.lock", "Mine (Germany).desk",
)  # fmt: skip


def test_conflict_copies_of_the_usual_programs_are_named_and_nothing_else(tmp_path: Path) -> None:
    for name in (*CONFLICTS, *OTHERS):
        (tmp_path / name).write_bytes(b"x")
    found = conflict_copies(tmp_path / "Mine.desk")
    assert {path.name for path in found} == set(CONFLICTS)


def test_a_folder_that_cannot_be_read_has_no_copies(tmp_path: Path) -> None:
    assert conflict_copies(tmp_path / "none" / "Mine.desk") == []
