package filereeve.testing;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.util.Objects.requireNonNull;

import filereeve.posix.Fd;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A disk whose power can be cut: it knows what the program has made durable, the content and
/// attributes of files and the names in directories, and can bring a directory into a state that a
/// power cut might leave.
///
/// A file's content is durable when the file was synced, and a name when its directory was: not
/// earlier, whatever ext4 or xfs do on their own. A rename is atomic. Changes of names that are not
/// durable are lost from the last one on, as in a journal.
///
/// Thread: safe for use by many threads.
public final class PowerCut {
  /// What a power cut takes.
  public enum Loss {
    /// The content of files: new ones are empty, under names that are kept.
    CONTENT,
    /// The changes of names: what was written is in files without a name, or under the old one.
    NAMES,
    /// Both.
    ALL,
    /// The second half of the changes of names, and of what was appended to a file.
    HALF,
    /// Every second block of what was written: the length is right.
    BLOCKS,
    /// The changes of names in one directory, while those in others stay.
    DIRECTORY;

    /// One of them, in turn.
    public static Loss inTurn(int number) {
      return values()[number % values().length];
    }
  }

  /// A change of names that is not durable.
  ///
  /// @param directories that have to be synced, any of them
  /// @param names what they lead to now, empty if they were removed
  private record Change(Set<Path> directories, Map<Path, Optional<DiskFile>> names) {}

  private final Durability durability = new Durability();
  private final Path root;
  private final Map<Path, DiskFile> durable = new TreeMap<>();
  private final Map<Path, DiskFile> current = new TreeMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final Map<Integer, DiskFile> open = new HashMap<>();

  /// @param root everything in it is durable; what is outside is not watched
  public PowerCut(Path root) throws IOException {
    this.root = root.toRealPath();
    try (Stream<Path> files = Files.walk(this.root)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!file.equals(this.root) && !Files.isSymbolicLink(file)) {
          current.put(file, DiskFile.durable(file));
        }
      }
    }
    durable.putAll(current);
  }

  public Posix watch(Posix real) {
    return durability.watch(
        BetweenCalls.of(real, (name, arguments, call) -> make(real, name, arguments, call)));
  }

  private synchronized @Nullable Object make(
      Posix real, String name, Object[] arguments, BetweenCalls.Real call) throws Exception {
    boolean existed = true;
    switch (name) {
      case "open" -> existed = Files.exists(path(arguments[0], arguments[1]), NOFOLLOW_LINKS);
      case "unlink" -> keep(path(arguments[0], arguments[1]));
      case "replace" -> keep(path(arguments[2], arguments[3]));
      default -> {}
    }
    Object result = call.make();
    switch (name) {
      case "open" -> opened(requireNonNull((Fd) result), arguments, existed);
      case "close" -> open.remove(((Fd) arguments[0]).number());
      case "write", "truncate", "extend" -> file(arguments[0]).ifPresent(DiskFile::written);
      case "collapse" -> file(arguments[0]).ifPresent(DiskFile::collapsed);
      case "chmod", "chown", "setTimes", "setAttribute", "removeAttribute" ->
          file(arguments[0]).ifPresent(DiskFile::attributesChanged);
      case "copyAttributes" -> file(arguments[1]).ifPresent(DiskFile::attributesChanged);
      case "sync" -> sync(real, (Fd) arguments[0]);
      case "mkdir" -> named(path(arguments[0], arguments[1]), DiskFile.directory());
      case "unlink" -> renamed(path(arguments[0], arguments[1]), Optional.empty());
      case "rename", "replace" ->
          renamed(path(arguments[0], arguments[1]), Optional.of(path(arguments[2], arguments[3])));
      case "swap" -> swapped(path(arguments[0], arguments[1]), path(arguments[2], arguments[3]));
      default -> {}
    }
    return result instanceof Posix other
        ? BetweenCalls.of(other, (n, a, c) -> make(other, n, a, c))
        : result;
  }

  private void opened(Fd fd, Object[] arguments, boolean existed) throws IOException {
    Path path = path(arguments[0], arguments[1]);
    if (!path.startsWith(root) || arguments[2] == Open.DIRECTORY) {
      return;
    }
    if (!existed) {
      named(path, DiskFile.created());
    } else if (!current.containsKey(path) && Files.isRegularFile(path, NOFOLLOW_LINKS)) {
      DiskFile foreign = DiskFile.durable(path); // by another program, which syncs it
      current.put(path, foreign);
      durable.put(path, foreign);
    }
    DiskFile file = current.get(path);
    if (file != null) {
      open.put(fd.number(), file);
    }
  }

  private void keep(Path path) throws IOException {
    DiskFile file = current.get(path);
    if (file != null) {
      file.keep(path);
    }
  }

  private Optional<DiskFile> file(Object fd) {
    return Optional.ofNullable(open.get(((Fd) fd).number()));
  }

  private void sync(Posix real, Fd fd) throws IOException {
    DiskFile file = open.get(fd.number());
    if (file != null) {
      file.sync(real, fd);
      return;
    }
    List<Change> synced = changesUpTo(Path.of(fd.path()));
    synced.forEach(change -> apply(change, durable));
    changes.removeAll(synced);
  }

  /// The changes of a directory, and those before them on which they depend.
  private List<Change> changesUpTo(Path directory) {
    var directories = new HashSet<>(Set.of(directory));
    var found = new ArrayList<Change>();
    for (Change change : changes.reversed()) {
      if (!Collections.disjoint(directories, change.directories)) {
        directories.addAll(change.directories);
        found.addFirst(change);
      }
    }
    return found;
  }

  private void named(Path path, DiskFile file) {
    change(new Change(Set.of(directoryOf(path)), Map.of(path, Optional.of(file))));
  }

  private void renamed(Path from, Optional<Path> to) {
    DiskFile file = current.get(from);
    if (file == null) {
      return;
    }
    var names = new HashMap<Path, Optional<DiskFile>>();
    names.put(from, Optional.empty());
    to.ifPresent(path -> names.put(path, Optional.of(file)));
    var directories = new HashSet<>(Set.of(directoryOf(from)));
    to.ifPresent(path -> directories.add(directoryOf(path)));
    change(new Change(directories, names));
  }

  private void swapped(Path one, Path other) {
    var names = new HashMap<Path, Optional<DiskFile>>();
    names.put(one, Optional.ofNullable(current.get(other)));
    names.put(other, Optional.ofNullable(current.get(one)));
    change(new Change(new HashSet<>(List.of(directoryOf(one), directoryOf(other))), names));
  }

  private void change(Change change) {
    if (change.names.keySet().stream().allMatch(path -> path.startsWith(root))) {
      changes.add(change);
      apply(change, current);
    }
  }

  private static void apply(Change change, Map<Path, DiskFile> names) {
    change.names.forEach(
        (path, file) -> file.ifPresentOrElse(f -> names.put(path, f), () -> names.remove(path)));
  }

  /// Lets a program run until it is stopped or has ended, and cuts the power. What has ended must
  /// be durable.
  ///
  /// @return whether it was stopped
  public boolean cutAfter(BetweenCalls.Action program, Loss loss) throws Exception {
    boolean stopped = false;
    try {
      program.act();
      durability.require("the run has ended");
    } catch (FaultyPosix.Stopped _) {
      stopped = true;
    }
    cut(loss);
    return stopped;
  }

  /// Cuts the power: brings the directory into the state that is found at the next start. The
  /// programs that had files open are gone.
  public synchronized void cut(Loss loss) throws IOException {
    durability.stopped();
    List<Change> kept =
        switch (loss) {
          case CONTENT, BLOCKS -> changes;
          case NAMES, ALL -> List.of();
          case HALF -> changes.subList(0, changes.size() / 2);
          case DIRECTORY -> outsideOfTheFirstDirectory();
        };
    var names = new TreeMap<>(durable);
    kept.forEach(change -> apply(change, names));
    names.keySet().removeIf(path -> !isReachable(path, names));
    Path aside = Files.createTempDirectory(root.getParent(), "power-cut-");
    for (Map.Entry<Path, DiskFile> entry : current.entrySet()) {
      entry.getValue().moveAside(entry.getKey(), aside);
    }
    clear(names.keySet());
    for (Map.Entry<Path, DiskFile> entry : names.entrySet()) {
      entry.getValue().restore(entry.getKey(), loss);
    }
    clear(aside);
  }

  /// The changes that depend on none in the directory that was changed first.
  private List<Change> outsideOfTheFirstDirectory() {
    var kept = new ArrayList<Change>();
    var lost = new HashSet<Path>();
    for (Change change : changes) {
      Set<Path> directories = change.directories;
      boolean depends = !Collections.disjoint(lost, change.names.keySet());
      if (depends || !Collections.disjoint(directories, changes.getFirst().directories)) {
        lost.addAll(change.names.keySet());
      } else {
        kept.add(change);
      }
    }
    return kept;
  }

  private boolean isReachable(Path path, Map<Path, DiskFile> names) {
    Path directory = directoryOf(path);
    return directory.equals(root)
        || (names.containsKey(directory) && isReachable(directory, names));
  }

  /// Removes what has no name any more.
  private void clear(Set<Path> names) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        boolean isKept = names.contains(file) || Files.isSymbolicLink(file) || file.equals(root);
        if (!isKept) {
          Files.delete(file);
        }
      }
    }
  }

  private static void clear(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Path directoryOf(Path path) {
    return path.resolveSibling("").normalize();
  }

  private static Path path(Object directory, Object name) {
    return Path.of(((Fd) directory).path()).resolve((Path) name);
  }
}
