package filereeve.kind.rotate;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.archive.ArchiveNames;
import filereeve.archive.NamePattern;
import filereeve.files.Directory;
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
/// those made before a change of `name` or `into` still are its archives. Nothing else tells: a
/// file `app-20261121.log` may as well be a log of its program's own making.
///
/// Kept in `<state_dir>/archives/<rule>`, a line for each:
///
/// ```
/// name <stem>-<yyyy><MM><dd><ext>
/// into archive
/// ```
///
/// If it is lost, archives of former settings are left alone.
///
/// Thread: safe for use by many threads.
final class PastNames {
  private static final int LONGEST = 1 << 20;
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
  private volatile boolean kept;

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
      case Naming.Dated(NamePattern pattern) ->
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

  /// As `into` has them: a name beside the log, or an absolute path.
  Set<String> directories() {
    return known.directories();
  }

  /// Learns what there was, and writes nothing. A rule has to know its archives before anything is
  /// routed; where this fails, [#keep] tries again and tells why.
  void learn() {
    try {
      learn(read());
    } catch (IOException e) {
      kept = false;
    }
  }

  private void learn(Known before) {
    known = today.and(before);
    names = names(known);
  }

  private ArchiveNames names(Known from) {
    return new ArchiveNames(List.copyOf(from.patterns()), settings.names().zone());
  }

  /// Keeps what is used today, before anything gets a name by it. What failed is tried again by the
  /// next run.
  synchronized void keep() throws IOException {
    if (kept) {
      return;
    }
    Known before = read();
    learn(before);
    if (!known.equals(before)) {
      try (Directory open = Directory.openOrMake(posix, directory, 0755)) {
        open.writeAtomically(file, format(known).getBytes(UTF_8), 0644);
      }
    }
    kept = true;
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

  /// A line that says nothing is left out: then less is known, and less can go.
  private static Known parse(String text) {
    var found = new Known(new LinkedHashSet<>(), new LinkedHashSet<>());
    for (String line : text.lines().toList()) {
      if (line.startsWith(NAME)) {
        pattern(line.substring(NAME.length())).ifPresent(found.patterns()::add);
      } else if (line.startsWith(INTO) && line.length() > INTO.length()) {
        found.directories().add(line.substring(INTO.length()));
      }
    }
    return found;
  }

  private static Optional<NamePattern> pattern(String text) {
    try {
      return Optional.of(NamePattern.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
