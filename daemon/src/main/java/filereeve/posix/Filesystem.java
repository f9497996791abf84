package filereeve.posix;

import java.util.Set;

/// What a file lies on.
///
/// @param type the kernel's number for it, `linux/magic.h`
/// @param blockSize in bytes
public record Filesystem(long type, long blockSize) {
  /// Of ext4, and also of ext2 and ext3, which cannot do all that it can.
  public static final long EXT4 = 0xEF53;

  public static final long XFS = 0x58465342;

  /// Whose files are not stored, but made by the kernel when they are read: proc, sysfs, cgroup,
  /// cgroup2, debugfs, tracefs, securityfs, selinuxfs, smackfs, configfs, bpf, pstore, efivarfs,
  /// fusectl, binfmt_misc, devpts, nsfs.
  private static final Set<Long> PSEUDO =
      Set.of(
          0x9FA0L,
          0x62656572L,
          0x27E0EBL,
          0x63677270L,
          0x64626720L,
          0x74726163L,
          0x73636673L,
          0xF97CFF8CL,
          0x43415D53L,
          0x62656570L,
          0xCAFE4A11L,
          0x6165676CL,
          0xDE5E81E4L,
          0x65735543L,
          0x42494E4DL,
          0x1CD1L,
          0x6E736673L);

  /// Whether reading a file may wait for an event, or give what is in no file.
  public boolean isPseudo() {
    return PSEUDO.contains(type & 0xFFFFFFFFL);
  }
}
