//! What kind of file system a folder is on.
//!
//! SQLite's locks and its shared memory do not hold over a network: the file would be broken sooner or later
//! (<https://www.sqlite.org/wal.html>, "does not work over a network filesystem"). The kernel's list of mounts tells FUSE's many kinds
//! apart, which `statfs` does not. Where there is no such list, nothing is refused.

use std::path::Path;

/// Where Linux lists what is mounted (proc(5)).
pub(super) const MOUNTS: &str = "/proc/self/mountinfo";

/// File systems whose files other machines change, as the kernel names them; FUSE's follow `fuse.`.
const NETWORK: [&str; 24] = [
    "9p",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "davfs",
    "gcsfuse",
    "glusterfs",
    "gpfs",
    "juicefs",
    "lustre",
    "moosefs",
    "mfs",
    "ncpfs",
    "nfs",
    "nfs4",
    "orangefs",
    "rclone",
    "s3fs",
    "smb3",
    "smbfs",
    "sshfs",
    "goofys",
    "gluster",
];

/// The kind of network file system that the folder (absolute, without links) is on; `None` on a local one.
pub(super) fn network(folder: &Path, mounts: &str) -> Option<String> {
    let mounted = mounts.lines().filter_map(|line| {
        let (place, kind) = line.split_once(" - ")?;
        let point = unescaped(place.split(' ').nth(4)?);
        folder.starts_with(&point).then(|| (point.len(), kind.split(' ').next().unwrap_or_default()))
    });
    // The innermost holds the folder; of two at one place the later one.
    let (_, kind) = mounted.max_by_key(|(length, _)| *length)?;
    let name = kind.strip_prefix("fuse.").or(kind.strip_prefix("fuseblk.")).unwrap_or(kind);
    NETWORK.contains(&name.to_lowercase().as_str()).then(|| kind.to_owned())
}

/// Spaces and the like stand as `\040`.
fn unescaped(text: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .iter()
        .fold(text.to_owned(), |text, (code, character)| text.replace(code, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:40 / /mnt/nas rw,relatime shared:9 - nfs4 nas:/export rw,vers=4.2
31 30 254:1 / /mnt/nas/local rw - xfs /dev/vdb rw
32 22 0:41 / /mnt/win\\040share rw - cifs //nas/share rw
33 22 0:42 / /mnt/ssh rw shared:10 master:1 - fuse.sshfs me@host:/ rw
34 22 0:43 / /mnt/ntfs rw - fuseblk /dev/sdb1 rw
35 22 0:44 / /over rw - nfs a:/b rw
36 22 0:45 / /over rw - tmpfs tmpfs rw
";

    #[test]
    fn a_folder_is_on_the_innermost_mount_that_holds_it() {
        let network = |folder: &str| network(Path::new(folder), MOUNTS);
        assert_eq!(network("/var/lib/fukugyo"), None);
        assert_eq!(network("/mnt/nas/fukugyo").as_deref(), Some("nfs4"));
        assert_eq!(network("/mnt/nasty"), None, "a name that begins alike");
        assert_eq!(network("/mnt/nas/local/fukugyo"), None);
        assert_eq!(network("/mnt/win share").as_deref(), Some("cifs"));
        assert_eq!(network("/mnt/ssh/x").as_deref(), Some("fuse.sshfs"));
        assert_eq!(network("/mnt/ntfs"), None);
        assert_eq!(network("/over/x"), None, "the later of two at one place");
    }

    #[test]
    fn without_a_list_nothing_is_refused() {
        assert_eq!(network(Path::new("/mnt/nas"), ""), None);
        assert_eq!(network(Path::new("/mnt/nas"), "no such format"), None);
    }
}
