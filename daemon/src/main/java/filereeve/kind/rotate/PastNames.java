package filereeve.kind.rotate;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.archive.ArchiveNames;
import filereeve.archive.NamePattern;
import filereeve.files.Directory;
import filereeve.files.RefusedException;
import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.route.ArchiveClaim;
import filereeve.route.Claim;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// By which date patterns and into which directories a rule has ever put its archives, so that
/// those created before a change of `name` or `archive_dir` are still its archives. Nothing else
/// records that: a program may also name its own logs `app-20261121.log`.
///
/// Stored in `<state_dir>/archives/<rule>`, a line for each:
///
/// ```
/// name <stem>-<yyyy><MM><dd><ext>
/// into archive
/// ```
///
/// If it is lost, archives of former settings are skipped.
///
/// Thread: safe for use by many threads.
final class PastNames {
  private static final int LONGEST = 1 << 16;

  /// More patterns or directories than this no administrator has had: all of them are opened and
  /// compared each time.
  private static final int MOST = 100;

  private static final String NAME = "name ";
  private static final String INTO = "into ";

  /// All in the order in which they were first used, but for today's, which come first.
  private record Known(Set<NamePattern> patterns, Set<String> directories) {
    Known and(Known others) {
      return new Known(union(patterns, others.patterns), union(directories, others.directories));
    }

    private static <T> Set<T> union(Set<T> first, Set<T> second) {
      var all = new LinkedHashSet<>(first);
      all.addAll(second);
      return all;
    }
  }

  private final Posix posix;
  private final Path directory;
  private final Path file;
  private final RotateSettings settings;
  private final Known today;
  private volatile Known known;
  private volatile ArchiveNames names;
  private volatile boolean saved;
  private Optional<String> damage = Optional.empty();

  PastNames(Posix posix, Path stateDirectory, RotateSettings settings) {
    this.posix = posix;
    this.directory = stateDirectory.resolve("archives");
    this.file = Path.of(settings.rule().toString());
    this.settings = settings;
    this.today =
        new Known(
            pattern(settings.names().naming()).map(Set::of).orElse(Set.of()),
            settings.names().archiveDir().map(Set::of).orElse(Set.of()));
    this.known = today;
    this.names = names(today);
  }

  private static Optional<NamePattern> pattern(Naming naming) {
    return switch (naming) {
      case Naming.Dated(NamePattern pattern, Naming.Date _) ->
          Optional.of(pattern).filter(p -> !p.equals(ArchiveNames.DATED));
      case Naming.Numbered _ -> Optional.empty();
    };
  }

  /// The rule's files, and all archives of them that are known now.
  Claim claim() {
    Set<Path> directories =
        known.directories().stream().map(Path::of).collect(Collectors.toUnmodifiableSet());
    var archives =
        new ArchiveClaim(names, settings.names().archiveDir().map(Path::of), directories);
    return new Claim(
        settings.rule(), settings.files(), List.of(), true, true, Optional.of(archives));
  }

  ArchiveNames names() {
    return names;
  }

  /// As `archive_dir` has them: a name beside the log, or an absolute path.
  Set<String> directories() {
    return known.directories();
  }

  /// Learns what there was, and writes nothing. A rule has to know its archives before anything is
  /// routed; where this fails, [#save] retries and reports why.
  void learn() {
    try {
      learn(read());
    } catch (IOException e) {
      saved = false;
    }
  }

  private void learn(Known before) {
    known = today.and(before);
    names = names(known);
  }

  private ArchiveNames names(Known from) {
    return new ArchiveNames(List.copyOf(from.patterns()), settings.names().zone());
  }

  /// Records the current settings before any archive is named by them. The next run retries what
  /// failed.
  synchronized void save() throws IOException {
    if (saved) {
      return;
    }
    Known before;
    try {
      before = read();
    } catch (RefusedException e) { // it is no file that was written here
      before = parse("");
      damage = Optional.of(String.valueOf(e.getMessage()));
    }
    learn(before);
    if (!known.equals(before)) {
      write();
    }
    saved = true;
  }

  private void write() throws IOException {
    try (Directory open = Directory.openOrCreate(posix, directory, 0755)) {
      open.writeAtomically(file, format(known).getBytes(UTF_8), 0644);
    } catch (PosixException e) {
      if (e.errno() != Errno.EISDIR || damage.isEmpty()) {
        throw e; // else it was found, and is reported, when it was read
      }
    }
  }

  /// What was wrong with the record, once.
  synchronized Optional<String> takeDamage() {
    Optional<String> taken = damage;
    damage = Optional.empty();
    return taken;
  }

  private Known read() throws IOException {
    try (Directory open = Directory.open(posix, directory)) {
      return open.read(file, LONGEST)
          .map(bytes -> parse(new String(bytes, UTF_8)))
          .orElseGet(() -> parse(""));
    } catch (PosixException e) {
      if (e.errno() == Errno.ENOENT) {
        return parse("");
      }
      throw e;
    }
  }

  private static String format(Known known) {
    var text = new StringBuilder();
    known.patterns().forEach(pattern -> text.append(NAME).append(pattern).append('\n'));
    known.directories().forEach(path -> text.append(INTO).append(path).append('\n'));
    return text.toString();
  }

  /// An invalid line is ignored, and so is what is too much: then fewer archives are known, and
  /// fewer can be removed.
  private static Known parse(String text) {
    var found = new Known(new LinkedHashSet<>(), new LinkedHashSet<>());
    for (String line : text.lines().toList()) {
      if (line.startsWith(NAME)) {
        pattern(line.substring(NAME.length()))
            .filter(_ -> found.patterns().size() < MOST)
            .ifPresent(found.patterns()::add);
      } else if (line.startsWith(INTO)) {
        directory(line.substring(INTO.length()))
            .filter(_ -> found.directories().size() < MOST)
            .ifPresent(found.directories()::add);
      }
    }
    return found;
  }

  private static Optional<String> directory(String text) {
    try {
      return Optional.of(Path.of(RotateKeys.archiveDir(text)).toString());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<NamePattern> pattern(String text) {
    try {
      return Optional.of(NamePattern.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
