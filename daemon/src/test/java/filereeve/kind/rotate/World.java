package filereeve.kind.rotate;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.archive.Archive;
import filereeve.archive.ArchiveName;
import filereeve.copytruncate.CopyTruncate;
import filereeve.files.TempNames;
import filereeve.kind.rotate.Ledger.Line;
import filereeve.posix.Posix;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/// All that lives beside the rule: logs in two directories, programs that write them, an operator,
/// and files of others.
final class World implements AutoCloseable {
  private final Random random;
  private final TestClock clock;
  private final Ledger ledger = new Ledger();
  private final Foreign foreign = new Foreign();
  private final List<Program> programs = new ArrayList<>();
  private final Disk disk;

  World(Path root, Random random, TestClock clock, Posix real) throws IOException {
    this.random = random;
    this.clock = clock;
    List<Path> logs =
        List.of(
            root.resolve("logs/app.log"),
            root.resolve("logs/web.log"),
            root.resolve("logs/more/app.log"));
    this.disk = new Disk(root.resolve("logs"), logs, real, foreign::contains);
    Files.createDirectories(root.resolve("logs/more"));
    for (int id = 0; id < 5; id++) {
      Path log = logs.get(id % logs.size());
      Program.Habit habit =
          RandomRule.one(
              random,
              Program.Habit.WHEN_NOTIFIED,
              Program.Habit.WHEN_NOTIFIED,
              Program.Habit.LATE,
              Program.Habit.NEVER,
              Program.Habit.EACH_TIME);
      programs.add(new Program(id, log, habit, disk, ledger, clock));
    }
  }

  Ledger ledger() {
    return ledger;
  }

  Disk disk() {
    return disk;
  }

  Foreign foreign() {
    return foreign;
  }

  List<Program> programs() {
    return programs;
  }

  /// What the rule's hook does.
  void notifyPrograms() {
    try {
      for (Program program : programs) {
        program.receiveNotification();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Program anyProgram() {
    return RandomRule.one(random, programs);
  }

  Path anyLog() {
    return RandomRule.one(random, disk.logs());
  }

  boolean isOpen(Path file) throws IOException {
    long inode = Disk.inode(file);
    return programs.stream().anyMatch(p -> p.inode().orElse(-1) == inode);
  }

  /// Somebody leaves a file, in a directory where the rule works.
  void leaveFile(Path file) throws IOException {
    foreign.make(file);
  }

  void deleteLog() throws IOException {
    Path log = anyLog();
    Path copy = log.resolveSibling(CopyTruncate.copyOf(log.getFileName()));
    if (Files.exists(log) && !Files.exists(copy)) { // else it comes back as an archive
      delete(log);
    }
  }

  /// In all its variants.
  void deleteArchive() throws IOException {
    List<Path> archives = archives();
    if (archives.isEmpty()) {
      return;
    }
    List<Path> variants = ArchiveName.variants(plain(RandomRule.one(random, archives)));
    if (variants.stream().noneMatch(World::isBeingMade)) { // else it can come back compressed
      for (Path variant : variants) {
        if (Files.exists(variant)) {
          delete(variant);
        }
      }
    }
  }

  /// Whether a compression is about to give this name: between its last inspection of the source
  /// and the rename, nobody can know that the source was removed.
  private static boolean isBeingMade(Path variant) {
    Path temp = TempNames.of(variant.getFileName(), TempNames.Purpose.COMPRESS);
    return Files.exists(variant.resolveSibling(temp));
  }

  /// What `gzip app.log.1` does.
  ///
  /// @param place where the rule would finish what was interrupted
  /// @return the new file
  Optional<Path> gzipArchive(ArchivePlace place) throws IOException {
    List<Path> plain = new ArrayList<>();
    for (Path file : archives()) {
      boolean oneVariant =
          ArchiveName.variants(file).stream()
              .noneMatch(variant -> !variant.equals(file) && Files.exists(variant));
      if (place.logOf(file).isPresent() && isPlain(file) && oneVariant && !isOpen(file)) {
        plain.add(file);
      }
    }
    if (plain.isEmpty()) {
      return Optional.empty();
    }
    Path file = RandomRule.one(random, plain);
    Path target = file.resolveSibling(file.getFileName() + ".gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(target))) {
      out.write(Rig.content(file).getBytes(UTF_8));
    }
    Files.setLastModifiedTime(target, Files.getLastModifiedTime(file));
    if (random.nextInt(3) > 0) { // else it is interrupted here
      Files.delete(file);
    }
    return Optional.of(target);
  }

  private static Path plain(Path archive) {
    String text = archive.toString();
    return isPlain(archive) ? archive : Path.of(text.substring(0, text.lastIndexOf('.')));
  }

  private static boolean isPlain(Path archive) {
    return Disk.NAMES.read(archive.getFileName()).flatMap(ArchiveName::codec).isEmpty();
  }

  /// Whether another file than a temporary one has all these lines.
  List<Path> holdersOf(List<Line> lines, Path except) throws IOException {
    var holders = new ArrayList<Path>();
    for (Path file : disk.files()) {
      boolean other = !file.equals(except) && !TempNames.isTemp(file.getFileName());
      if (other && disk.lines(file).containsAll(lines)) {
        holders.add(file);
      }
    }
    return holders;
  }

  private List<Path> archives() throws IOException {
    var archives = new ArrayList<Path>();
    for (Path log : disk.logs()) {
      for (Path directory : disk.archiveDirectories(log)) {
        for (Archive archive : disk.archives(log, directory)) {
          archive.variants().forEach(variant -> archives.add(directory.resolve(variant.name())));
        }
      }
    }
    return archives;
  }

  private void delete(Path file) throws IOException {
    List<Line> lines = disk.lines(file);
    long inode = Disk.inode(file);
    Files.delete(file);
    if (holdersOf(lines, file).isEmpty()) {
      ledger.forget(lines);
    }
    for (Program program : programs) {
      program.removed(inode);
    }
  }

  TestClock clock() {
    return clock;
  }

  @Override
  public void close() throws IOException {
    for (Program program : programs) {
      program.close();
    }
  }
}
