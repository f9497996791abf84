package filereeve.setup;

import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import filereeve.config.LogrotateFiles;
import filereeve.units.Size;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the logs below `/var/log`: those of a directory that end with `.log` together, every other
/// one by itself.
final class LogSurvey {
  private static final Path LOGS = Path.of("/var/log");

  /// Below `/var/log`.
  private static final int DEEPEST = 3;

  /// More than a person would read about.
  private static final int MOST_FILES = 20_000;

  /// Databases, and texts that nobody writes to.
  private static final Set<String> NO_LOGS =
      Set.of("wtmp", "btmp", "utmp", "lastlog", "faillog", "tallylog", "README");

  /// Their owners rotate what is in them.
  private static final Set<String> SKIPPED =
      Set.of("journal", "private", "filereeve", "installer", "sysstat", "sa");

  /// Names of archives, and of logs that get another name each day.
  private static final Pattern ARCHIVE =
      Pattern.compile(
          ".*(\\.(gz|xz|zst|bz2|lz4|Z|old|bak|swp|tmp|[0-9]+)|[-._]20[0-9]{2}-?[0-9]{2}.*)");

  /// What needs no quotes in YAML, and is no wildcard.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._@+-]+");

  /// Not root. Other names are possible, but not without quotes in YAML.
  private static final Pattern ACCOUNT = Pattern.compile("(?!root$)[A-Za-z_][A-Za-z0-9._-]*");

  /// @param path on the host
  /// @param key of the file itself, whatever its path
  private record OneLog(Path path, long bytes, Object key) {}

  private final Path root;
  private final FoundWriters writers;
  private final LogrotateFiles logrotate;
  private final Map<String, List<OneLog>> groups = new TreeMap<>();
  private final Set<String> names = new HashSet<>();
  private int files;

  /// @param root `/`
  LogSurvey(Path root) {
    this.root = root;
    this.writers = new FoundWriters(root.resolve("proc"));
    this.logrotate = LogrotateFiles.read(root.resolve("etc/logrotate.conf"));
  }

  /// The largest first.
  List<FoundLogs> find() throws IOException {
    Path logs = root.resolve("var/log");
    if (Files.isDirectory(logs)) {
      Files.walkFileTree(logs, EnumSet.noneOf(FileVisitOption.class), DEEPEST, new Visitor());
    }
    var found = new ArrayList<FoundLogs>();
    for (Map.Entry<String, List<OneLog>> group : groups.entrySet()) {
      found.add(found(group.getKey(), group.getValue()));
    }
    found.sort(Comparator.comparing(FoundLogs::size).reversed().thenComparing(FoundLogs::files));
    return List.copyOf(found);
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return SKIPPED.contains(name(directory)) && !onHost(directory).equals(LOGS)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      files++;
      if (attributes.isRegularFile() && isLog(file)) {
        Path path = onHost(file);
        groups
            .computeIfAbsent(files(path), _ -> new ArrayList<>())
            .add(new OneLog(path, attributes.size(), attributes.fileKey()));
      }
      return files < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }

  private static boolean isLog(Path file) {
    String name = name(file);
    return !NO_LOGS.contains(name)
        && !name.startsWith(".")
        && !ARCHIVE.matcher(name).matches()
        && PLAIN.matcher(file.toString()).matches();
  }

  /// What a rule would name.
  private static String files(Path log) {
    Path directory = log.resolveSibling("");
    return name(log).endsWith(".log") && !directory.equals(LOGS)
        ? directory + "/*.log"
        : log.toString();
  }

  private FoundLogs found(String glob, List<OneLog> logs) {
    var writing = new TreeSet<FoundWriter>();
    OneLog largest = logs.stream().max(Comparator.comparingLong(OneLog::bytes)).orElseThrow();
    Path file = root.resolve(LOGS.getRoot().relativize(largest.path));
    boolean isShared = isShared(file);
    logs.forEach(log -> writing.addAll(writers.of(log.key)));
    return new FoundLogs(
        glob,
        unused(ruleName(glob)),
        logs.size(),
        new Size(logs.stream().mapToLong(OneLog::bytes).sum()),
        writing,
        writers.areAll(),
        logs.stream().flatMap(log -> rotating(log.path).stream()).findFirst(),
        isShared,
        isShared ? owner(file) : Optional.empty());
  }

  private Optional<String> rotating(Path log) {
    return logrotate.entries().stream()
        .filter(entry -> entry.glob().matches(log))
        .map(entry -> onHost(entry.file()) + ":" + entry.line())
        .findFirst();
  }

  private static boolean isShared(Path log) {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(log.resolveSibling(""));
      return mode.contains(GROUP_WRITE) || mode.contains(OTHERS_WRITE);
    } catch (IOException _) {
      return false;
    }
  }

  /// Empty if that is root, whose permissions would not be fewer, or a number without an account.
  private static Optional<String> owner(Path log) {
    try {
      String owner = Files.getOwner(log, LinkOption.NOFOLLOW_LINKS).getName();
      return Optional.of(owner).filter(name -> ACCOUNT.matcher(name).matches());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// `/var/log/app/web/*.log` is `app-web`.
  private static String ruleName(String glob) {
    String name =
        glob.substring(LOGS.toString().length() + 1)
            .replaceFirst("/?\\*?\\.log$", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceFirst("^[^a-z0-9]+", "");
    return name.isEmpty() ? "log" : name.substring(0, Math.min(name.length(), 90));
  }

  private String unused(String name) {
    String candidate = name;
    for (int i = 2; !names.add(candidate); i++) {
      candidate = name + "-" + i;
    }
    return candidate;
  }

  private Path onHost(Path file) {
    return LOGS.getRoot().resolve(root.relativize(file).toString());
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
