package filereeve.testing;

import static java.util.stream.Collectors.joining;

import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Something that a program has changed and not made durable.
sealed interface Change {
  /// A file, whatever its name is.
  static final class Content {
    /// Null if it was removed.
    @Nullable Path path;

    /// Whether the program created it.
    boolean made;

    /// Whether it was ever synced.
    boolean synced;

    /// Whether it is overwritten from its beginning.
    boolean overwrites;

    boolean leased;
  }

  /// Who changed something, and where.
  static final class Origin {
    private static final StackWalker STACK = StackWalker.getInstance();
    private static final Pattern NOT_SHOWN =
        Pattern.compile(
            "filereeve\\.(files|posix|testing\\.(Change|Watched|FaultyCalls|Durability|Unsynced|BetweenCalls|PowerCut))\\b.*");
    final Thread thread = Thread.currentThread();
    final String place =
        STACK.walk(
            frames ->
                frames
                    .filter(f -> f.getClassName().startsWith("filereeve."))
                    .filter(f -> !NOT_SHOWN.matcher(f.getClassName()).matches())
                    .limit(3)
                    .map(StackWalker.StackFrame::toString)
                    .collect(joining(" < ")));
    boolean failed;
  }

  /// The content of a file, or its attributes.
  record Written(Content file, Origin origin) implements Change {
    @Override
    public boolean isContentOf(Content other) {
      return file == other;
    }

    boolean isOf(Path path) {
      return path.equals(file.path);
    }

    @Override
    public boolean isNeededFor(Path removed) {
      return file.made;
    }

    /// Not what a failed run of another log has left.
    @Override
    public boolean isBesides(Content other) {
      return file.path != null
          && TempNames.target(file.path.getFileName())
              .map(file.path::resolveSibling)
              .filter(target -> target.equals(other.path))
              .isPresent();
    }

    @Override
    public boolean isAbout(Path log) {
      return isOf(log);
    }

    @Override
    public boolean isTemporary() {
      return file.path == null || isUncounted(file.path);
    }

    @Override
    public boolean isTailOfCopy() {
      return file.synced && file.path != null && isFor(Purpose.COPY, file.path);
    }

    @Override
    public String toString() {
      return "the content of %s, written by %s".formatted(file.path, origin.place);
    }
  }

  /// A name, old or new.
  ///
  /// @param from the name before, which is durable, or the same
  /// @param owing the directories that are to be synced
  record Named(Content file, Path from, Path path, Set<Path> owing, Origin origin)
      implements Change {
    boolean leadsTo(Content other) {
      return file == other;
    }

    @Override
    public boolean isIn(Path directory) {
      return owing.contains(directory);
    }

    @Override
    public boolean isBesides(Content other) {
      return other.path != null && owing.contains(other.path.resolveSibling("").normalize());
    }

    @Override
    public boolean isAbout(Path log) {
      return !isTemporary()
          && Stream.of(log, temp(log, Purpose.COPY), temp(log, Purpose.CREATE))
              .anyMatch(name -> name.equals(from) || name.equals(path));
    }

    @Override
    public boolean isTemporary() {
      return isUncounted(path);
    }

    @Override
    public boolean isNeededFor(Path removed) {
      if (isFor(Purpose.CUT, path)) {
        return false; // only a cut counts on its record
      }
      return from.equals(path)
          || (isUncounted(from) && !isFor(Purpose.CREATE, from))
          || Stream.of(from, path).anyMatch(name -> isOfOneLog(name, removed));
    }

    private static boolean isOfOneLog(Path one, Path other) {
      return one.resolveSibling(other.getFileName()).equals(other) && stem(one).equals(stem(other));
    }

    private static String stem(Path file) {
      return file.getFileName().toString().replaceFirst("[.-].*", "");
    }

    @Override
    public String toString() {
      return "the name %s, given by %s".formatted(path, origin.place);
    }
  }

  Origin origin();

  /// Whether it is a name in this directory, or the content of this file.
  default boolean isIn(Optional<Path> directory, Optional<Content> file) {
    return directory.filter(this::isIn).isPresent() || file.filter(this::isContentOf).isPresent();
  }

  /// Whether a log must not be cut before it is durable.
  default boolean isNeededForCutOf(Content log) {
    return isBesides(log) && (log.leased || !isTailOfCopy());
  }

  /// Whether it is the content of a temporary file of this one, or a name beside it.
  default boolean isBesides(Content file) {
    return true;
  }

  /// Whether it is a name in this directory.
  default boolean isIn(Path directory) {
    return false;
  }

  /// Whether it is what has become of a log: cut, renamed, replaced by a new one, or copied to an
  /// archive.
  boolean isAbout(Path log);

  /// Whether its only name is one that nothing counts on.
  boolean isTemporary();

  /// Whether the removal of this file counts on it: a new archive of any log, or a name of the same
  /// log. What another log has got other names for still has its old ones.
  boolean isNeededFor(Path removed);

  default boolean isContentOf(Content file) {
    return false;
  }

  /// Whether a call failed since.
  default boolean hasFailed() {
    return origin().failed;
  }

  /// Whether this thread made it, or one that has ended.
  default boolean isOwn() {
    return origin().thread.equals(Thread.currentThread()) || !origin().thread.isAlive();
  }

  /// Bytes of the last round before a log is emptied are synced after it.
  default boolean isTailOfCopy() {
    return false;
  }

  static Path temp(Path log, Purpose purpose) {
    return log.resolveSibling(TempNames.of(log.getFileName(), purpose));
  }

  /// Whether a file is a temporary one that is worth nothing until it has its final name.
  private static boolean isUncounted(Path path) {
    return Stream.of(Purpose.COMPRESS, Purpose.WRITE, Purpose.CREATE, Purpose.COPY, Purpose.NOTIFY)
        .anyMatch(purpose -> isFor(purpose, path));
  }

  private static boolean isFor(Purpose purpose, Path path) {
    return TempNames.isFor(purpose, path.getFileName());
  }
}
