package watch

import "golang.org/x/sys/unix"

// network names the file system that a path is on, if it is of those where files are changed by others than this
// system, which then tells nothing.
func network(path string) string {
	var s unix.Statfs_t
	if unix.Statfs(path, &s) != nil {
		return ""
	}
	return networks[uint32(s.Type)]
}

var networks = map[uint32]string{
	unix.NFS_SUPER_MAGIC:  "NFS",
	unix.SMB_SUPER_MAGIC:  "SMB",
	unix.SMB2_SUPER_MAGIC: "SMB",
	unix.CIFS_SUPER_MAGIC: "SMB",
	unix.V9FS_MAGIC:       "9P",   // drives of Windows in WSL
	unix.FUSE_SUPER_MAGIC: "FUSE", // sshfs, and what a virtual machine or a container shares with its host
	unix.AFS_SUPER_MAGIC:  "AFS",
	unix.CEPH_SUPER_MAGIC: "Ceph",
	unix.CODA_SUPER_MAGIC: "Coda",
	0x786f4256:            "VirtualBox",
}
