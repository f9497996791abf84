package filereeve.watch;

import filereeve.posix.MountEntry;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is mounted where, as in `/proc/self/mountinfo` of proc(5).
///
/// @param mounts in the file's order: of those at one point, the last one is visible
record MountTable(List<Mount> mounts) {
  /// @param identity distinguishes it from another one at the same point: numbers of mount, parent
  ///   and device, and the part of the device
  /// @param point where it is, a real path
  /// @param type of filesystem, such as `ext4` or `fuse.sshfs`
  record Mount(String identity, Path point, String type) {}

  /// Filesystems that others than this host's programs can change, without the kernel's knowledge.
  /// Names are those of `/proc/filesystems`; the list is systemd's `fstype_is_network`
  /// (`src/basic/mountpoint-util.c`) and the shared directories of virtual machines.
  private static final Set<String> SHARED =
      Set.of(
          ("9p acfs afs beegfs ceph cifs coda davfs gfs gfs2 glusterfs gpfs lustre ncp ncpfs nfs "
                  + "nfs4 ocfs2 orangefs prl_fs pvfs2 smb2 smb3 smbfs sshfs vboxsf virtiofs vmhgfs")
              .split(" "));

  static final MountTable EMPTY = new MountTable(List.of());

  MountTable {
    mounts = List.copyOf(mounts);
  }

  /// @param mountinfo the file's content
  static MountTable parse(byte[] mountinfo) {
    return new MountTable(MountEntry.parse(mountinfo).stream().map(MountTable::mount).toList());
  }

  private static Mount mount(MountEntry entry) {
    String identity =
        "%d %s %s %s".formatted(entry.id(), entry.parent(), entry.device(), entry.root());
    return new Mount(identity, entry.point(), entry.type());
  }

  /// The points at which the other table differs, without those below another such point.
  Set<Path> changed(MountTable next) {
    var before = new HashSet<>(mounts);
    var after = new HashSet<>(next.mounts);
    var points = new HashSet<Path>();
    mounts.stream().filter(m -> !after.contains(m)).forEach(m -> points.add(m.point));
    next.mounts.stream().filter(m -> !before.contains(m)).forEach(m -> points.add(m.point));
    return points.stream()
        .filter(p -> points.stream().noneMatch(o -> !o.equals(p) && p.startsWith(o)))
        .collect(Collectors.toUnmodifiableSet());
  }

  boolean hasPoint(Path point) {
    return mounts.stream().anyMatch(m -> m.point.equals(point));
  }

  /// The mount point of the filesystem that a path is on; empty if that is `/`.
  Optional<Path> pointAbove(Path real) {
    for (Path p = real; p != null && p.getParent() != null; p = p.getParent()) {
      if (hasPoint(p)) {
        return Optional.of(p);
      }
    }
    return Optional.empty();
  }

  /// The visible filesystems that others can change, by their mount points.
  Map<Path, Mount> shared() {
    var seen = new LinkedHashMap<Path, Mount>();
    mounts.forEach(m -> seen.put(m.point, m));
    seen.values().removeIf(mount -> !isShared(mount.type));
    return seen;
  }

  /// The type of the filesystem that a path is on, if others can change it.
  @Nullable String sharedType(Path real) {
    for (Path p = real; p != null; p = p.getParent()) {
      String type = null;
      for (Mount mount : mounts) {
        type = mount.point.equals(p) ? mount.type : type;
      }
      if (type != null) {
        return isShared(type) ? type : null;
      }
    }
    return null;
  }

  /// Whether others can change it: the program behind a FUSE filesystem can. `fuseblk` is a disk,
  /// and `fuse-overlayfs` a container's own tree.
  static boolean isShared(String type) {
    boolean fuse = type.equals("fuse") || type.startsWith("fuse.");
    return SHARED.contains(type) || (fuse && !type.equals("fuse.fuse-overlayfs"));
  }
}
