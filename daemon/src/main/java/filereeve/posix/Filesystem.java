package filereeve.posix;

/// What a file lies on.
///
/// @param type the kernel's number for it, `linux/magic.h`
/// @param blockSize in bytes
public record Filesystem(long type, long blockSize) {
  /// Of ext4, and also of ext2 and ext3, which cannot do all that it can.
  public static final long EXT4 = 0xEF53;

  public static final long XFS = 0x58465342;
}
