package filereeve.kind.rotate;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.archive.Archive;
import filereeve.archive.ArchiveName;
import filereeve.archive.ArchiveNames;
import filereeve.files.Directory;
import filereeve.kind.rotate.Ledger.Line;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The logs and archives under a directory, read as an operator would read them: by their names and
/// their content.
///
/// @param logs all that there are
/// @param foreign files that belong to nobody here
record Disk(Path root, List<Path> logs, Posix posix, Predicate<Path> foreign) {
  private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

  /// All that [RandomRule] makes.
  static final ArchiveNames NAMES = new ArchiveNames(List.of(RandomRule.PATTERN), ZoneOffset.UTC);

  static long inode(Path file) throws IOException {
    return (Long) Files.getAttribute(file, "unix:ino");
  }

  /// As it stands in a log's lines.
  String nameOf(Path log) {
    return root.relativize(log).toString();
  }

  /// Regular files, temporary ones too, without foreign ones.
  List<Path> files() throws IOException {
    try (var walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !Files.isSymbolicLink(file) && !foreign.test(file))
          .filter(file -> !Rig.isState(root.relativize(file)))
          .sorted()
          .toList();
    }
  }

  Path byInode(long inode) throws IOException {
    for (Path file : files()) {
      if (inode(file) == inode) {
        return file;
      }
    }
    throw new AssertionError("a file that a program has open has no name any more");
  }

  /// The lines of a log or an archive, which is unpacked, in whole.
  List<Line> lines(Path file) throws IOException {
    return Rig.content(file).lines().map(Line::parse).toList();
  }

  /// The lines of a log that is open: nobody may open it once more while it is leased.
  List<Line> lines(Fd open) throws IOException {
    byte[] content = new byte[Math.toIntExact(posix.stat(open).size())];
    int length = content.length == 0 ? 0 : posix.readAt(open, content, 0, content.length, 0);
    return new String(content, 0, length, UTF_8).lines().map(Line::parse).toList();
  }

  /// The log that a file is an archive of.
  Optional<Path> logOf(Path file) {
    return NAMES
        .read(file.getFileName())
        .flatMap(
            name ->
                logs.stream()
                    .filter(log -> log.getFileName().equals(name.log()))
                    .filter(log -> file.startsWith(ArchivePlace.directoryOf(log)))
                    .max(Comparator.comparingInt(Path::getNameCount)));
  }

  /// The directories that have archives of a log.
  List<Path> archiveDirectories(Path log) throws IOException {
    var directories = new TreeSet<Path>();
    for (Path file : files()) {
      if (logOf(file).filter(log::equals).isPresent()) {
        directories.add(ArchivePlace.directoryOf(file));
      }
    }
    return List.copyOf(directories);
  }

  /// By what rule an archive was named.
  static String naming(Archive archive) {
    return switch (archive.mark()) {
      case ArchiveName.Mark.Numbered _ -> "numbered";
      case ArchiveName.Mark.Dated dated -> dated.pattern().toString();
    };
  }

  /// A log's archives in one directory, newest first.
  List<Archive> archives(Path log, Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    var found = new ArrayList<Archive.Found>();
    try (Directory open = Directory.open(posix, directory)) {
      for (Path name : posix.list(open.fd())) {
        Path file = directory.resolve(name);
        Optional<Stat> stat = open.stat(name);
        if (!foreign.test(file)
            && logOf(file).filter(log::equals).isPresent()
            && stat.filter(s -> s.type() == Stat.Type.REGULAR).isPresent()) {
          found.add(new Archive.Found(directory, NAMES.read(name).orElseThrow(), stat.get()));
        }
      }
    }
    return Archive.newestFirst(found, _ -> false, FAR);
  }
}
