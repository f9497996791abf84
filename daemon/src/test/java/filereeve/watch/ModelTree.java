package filereeve.watch;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// A tree in which anything happens: a random script of file operations. What is not possible at
/// the moment (a directory that is gone, a name that is taken) fails, and that is part of it.
final class ModelTree {
  /// As Linux has them: any byte but `/` and zero, 255 at the most.
  private static final List<Path> NAMES =
      List.of(
          Path.of("a.log"),
          Path.of("A.log"),
          Path.of("b.csv"),
          Path.of("c.conf"),
          Path.of("C.conf"),
          Path.of("two\nlines.log"),
          Path.of("*.log"),
          Path.of("[x]{y}\\.csv"),
          Path.of("ü €.conf"),
          Path.of("x".repeat(251) + ".log"),
          name("%ff%fe.log"),
          name("%ff.conf"),
          Path.of("d"),
          Path.of("D"),
          Path.of(".hidden"));

  /// What rules never take: the daemon's own.
  private static final Path TEMPORARY = Path.of("e.tmp");

  private static final int RELOOK = 40;
  private static final int DEPTH = 5;

  private final Path top;
  private final Path watched;
  private final Path outside;
  private final Path flat;
  private final Random random;
  private final List<Path> directories = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private int steps;
  private String last = "";

  ModelTree(Path top, Random random) throws IOException {
    this.top = top;
    this.watched = top.resolve("watched");
    this.outside = top.resolve("outside");
    this.flat = outside.resolve("flat");
    this.random = random;
    makeAll();
  }

  private static Path name(String percentEncoded) {
    return Path.of("/").relativize(Path.of(URI.create("file:///" + percentEncoded)));
  }

  /// The roots of the rules.
  Path root(String name) {
    return watched.resolve(name);
  }

  /// What was done last.
  String last() {
    return last;
  }

  /// Makes directories that are missing, and takes back rights that were taken away.
  void makeAll() throws IOException {
    if (Files.exists(outside.resolve("away"))) {
      attempt("back", () -> Files.move(outside.resolve("away"), watched));
    }
    for (String root : List.of("logs", "data", "conf")) {
      Files.createDirectories(root(root));
    }
    Files.createDirectories(flat);
    relook();
    directories.forEach(f -> mode(f, "rwxr-xr-x"));
  }

  void step() throws IOException {
    if (steps++ % RELOOK == 0) {
      relook();
    }
    int dice = random.nextInt(100);
    if (dice < 28) {
      Path file = anyDirectory().resolve(anyFileName());
      attempt("write " + file, () -> Files.writeString(file, text(), CREATE, APPEND));
    } else if (dice < 44) {
      Path file = anyFile();
      attempt("append " + file, () -> Files.writeString(file, text(), APPEND));
    } else if (dice < 52) {
      Path from = anyFile();
      Path to = anyDirectory().resolve(anyName());
      attempt("move " + from + " to " + to, () -> Files.move(from, to, REPLACE_EXISTING));
    } else if (dice < 60) {
      Path file = anyFile();
      attempt("delete " + file, () -> Files.deleteIfExists(file));
    } else if (dice < 70) {
      fillNewDirectories();
    } else if (dice < 78) {
      moveDirectory();
    } else if (dice < 81) {
      Path directory = anyDirectory();
      attempt("remove all in " + directory, () -> remove(directory));
    } else if (dice < 90) {
      link();
    } else if (dice < 93) {
      Path directory = anyDirectory();
      mode(directory, random.nextBoolean() ? "---------" : "rwxr-xr-x");
    } else if (dice < 96) {
      Path file = flat.resolve(anyFileName());
      attempt("write " + file, () -> Files.writeString(file, text(), CREATE, APPEND));
    } else if (dice < 98) {
      root();
    } else {
      way();
    }
  }

  /// More events than the kernel keeps, while nobody reads them.
  void overflow() throws IOException {
    int events = Integer.parseInt(Files.readAllLines(LIMIT).getFirst());
    Path one = root("logs").resolve("one.log");
    Path other = root("logs").resolve("other.log");
    for (int i = 0; i < events / 4 + 10; i++) {
      Files.writeString(one, "1");
      Files.move(one, other, REPLACE_EXISTING);
    }
  }

  private static final Path LIMIT = Path.of("/proc/sys/fs/inotify/max_queued_events");

  private void fillNewDirectories() {
    Path directory = anyDirectory().resolve(anyName());
    if (depth(directory) > DEPTH || directory.startsWith(flat)) {
      return;
    }
    attempt(
        "make and fill " + directory,
        () -> {
          Files.createDirectory(directory);
          directories.add(directory);
          for (int i = random.nextInt(4); i > 0; i--) {
            Files.writeString(directory.resolve(anyName()), text(), CREATE, APPEND);
          }
        });
  }

  private void moveDirectory() {
    Path from = anyDirectory();
    Path to = anyDirectory().resolve(anyName());
    if (depth(to) <= DEPTH && !to.startsWith(flat)) {
      attempt("move directory " + from + " to " + to, () -> Files.move(from, to));
    }
  }

  /// A link in the configuration to a file, to a directory without directories, or to nothing; new,
  /// or in the place of another one.
  private void link() {
    Path at = random.nextInt(3) > 0 ? anyDirectory() : root("conf");
    Path link = at.resolve(anyFileName());
    Path target =
        switch (random.nextInt(4)) {
          case 0 -> flat;
          case 1 -> flat.resolve(anyName());
          case 2 -> outside.resolve(anyName());
          default -> anyFile();
        };
    boolean relative = random.nextBoolean();
    attempt(
        "link " + link + " to " + target,
        () -> {
          Path fresh = outside.resolve(".link");
          Files.deleteIfExists(fresh);
          Files.createSymbolicLink(fresh, relative ? at.relativize(target) : target);
          if (Files.isDirectory(link, NOFOLLOW_LINKS)) {
            return;
          }
          Files.move(fresh, link, ATOMIC_MOVE);
        });
  }

  private void root() {
    Path root = root(List.of("logs", "data", "conf").get(random.nextInt(3)));
    attempt(
        "remove and make again " + root,
        () -> {
          remove(root);
          Files.createDirectories(root);
          Files.writeString(root.resolve(anyName()), text(), CREATE, APPEND);
        });
  }

  private void way() {
    Path away = outside.resolve("away");
    attempt(
        "way",
        () -> {
          if (Files.exists(away)) {
            Files.move(away, watched);
          } else {
            Files.move(watched, away);
          }
        });
  }

  private interface Operation {
    void run() throws IOException;
  }

  private void attempt(String what, Operation operation) {
    last = what;
    try {
      operation.run();
    } catch (IOException | UncheckedIOException _) {
      // Not possible now.
    }
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private void mode(Path directory, String mode) {
    attempt(
        mode + " " + directory,
        () -> Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode)));
  }

  private void relook() {
    directories.clear();
    files.clear();
    directories.add(root("logs"));
    relook(top);
  }

  private void relook(Path directory) {
    try (Stream<Path> names = Files.list(directory)) {
      for (Path path : names.toList()) {
        if (Files.isDirectory(path, NOFOLLOW_LINKS)) {
          if (!path.equals(watched) && !path.equals(outside) && !path.equals(flat)) {
            directories.add(path);
          }
          relook(path);
        } else {
          files.add(path);
        }
      }
    } catch (IOException | UncheckedIOException _) {
      directories.add(directory); // must not be read: its rights may be given back
    }
  }

  private Path anyDirectory() {
    return directories.get(random.nextInt(directories.size()));
  }

  private Path anyFile() {
    return files.isEmpty()
        ? root("logs").resolve(anyName())
        : files.get(random.nextInt(files.size()));
  }

  private Path anyFileName() {
    return random.nextInt(20) == 0 ? TEMPORARY : anyName();
  }

  private Path anyName() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private int depth(Path path) {
    return path.getNameCount() - top.getNameCount();
  }

  private String text() {
    return steps + " ";
  }
}
