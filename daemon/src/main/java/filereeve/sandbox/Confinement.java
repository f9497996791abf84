package filereeve.sandbox;

import filereeve.posix.MountEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the mounts of a sandbox close to this process, though the host has it: `ProtectSystem=`,
/// `ProtectHome=`, `PrivateTmp=` and `InaccessiblePaths=` of a unit.
public final class Confinement {
  /// systemd mounts an empty directory of this name over what it hides, with permissions for
  /// nobody.
  private static final Path INACCESSIBLE = Path.of("inaccessible/dir");

  /// What it mounts over `/tmp` and `/var/tmp` is in a directory whose name begins so.
  private static final String PRIVATE = "systemd-private-";

  private final Map<Path, MountEntry> visible = new HashMap<>();

  /// @param mounts in the kernel's order: of those at one point, the last one is visible
  public Confinement(List<MountEntry> mounts) {
    mounts.forEach(mount -> visible.put(mount.point(), mount));
  }

  /// Why a path cannot be read; empty if no sandbox prevents it.
  public Optional<String> hides(Path path) {
    Path root = at(path).map(MountEntry::root).orElse(Path.of("/"));
    if (root.endsWith(INACCESSIBLE)) {
      return Optional.of("the sandbox of the service hides it");
    }
    for (Path name : root) {
      if (name.toString().startsWith(PRIVATE)) {
        return Optional.of("the service has a directory of its own in its place");
      }
    }
    return Optional.empty();
  }

  /// Why a directory cannot be changed; empty if no sandbox prevents it, or if it is not there.
  public Optional<String> closes(Path directory) {
    Optional<String> hidden = hides(directory);
    return hidden.isPresent() || Files.notExists(directory)
        ? hidden
        : at(directory)
            .filter(MountEntry::isAloneReadOnly)
            .map(_ -> "the sandbox of the service has it read-only");
  }

  /// What a path is on; empty if nothing is known.
  private Optional<MountEntry> at(Path path) {
    for (Path p = real(path); p != null; p = p.getParent()) {
      MountEntry mount = visible.get(p);
      if (mount != null) {
        return Optional.of(mount);
      }
    }
    return Optional.empty();
  }

  /// Without symbolic links, as far as it is there.
  private static Path real(Path path) {
    Path there = path;
    while (Files.notExists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      return there.toRealPath().resolve(there.relativize(path));
    } catch (IOException _) {
      return path; // a link that leads nowhere
    }
  }
}
