package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.Archive;
import filereeve.archive.ArchiveName;
import filereeve.files.TempNames;
import filereeve.kind.rotate.Ledger.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is true when nothing is left to do.
final class AtRest {
  private final World world;
  private final Disk disk;
  private final RotateSettings settings;

  AtRest(World world, RotateSettings settings) {
    this.world = world;
    this.disk = world.disk();
    this.settings = settings;
  }

  void check() throws IOException {
    nothingTemporary();
    everyLineOnce();
    world.foreign().requireUntouched();
    for (Path log : disk.logs()) {
      for (Path directory : disk.archiveDirectories(log)) {
        inOrder(log, directory);
      }
      asConfigured(log);
    }
    everybodyNotified();
  }

  private void everyLineOnce() throws IOException {
    var missing = new HashSet<>(world.ledger().expected());
    var unexpected = new ArrayList<String>();
    for (Path file : disk.files()) {
      if (isSecondFormOfALogThatIsGone(file)) {
        continue;
      }
      for (Line line : disk.lines(file)) {
        if (!missing.remove(line)) {
          unexpected.add(file + ": " + line);
        }
      }
    }
    assertThat(missing).as("lines lost, of " + world.ledger().written()).isEmpty();
    assertThat(unexpected).as("lines doubled, or back again").isEmpty();
  }

  private boolean isSecondFormOfALogThatIsGone(Path file) throws IOException {
    Optional<ArchiveName> name = Disk.NAMES.read(file.getFileName());
    Optional<Path> log = disk.logOf(file);
    return name.filter(n -> n.codec().isPresent()).isPresent()
        && Files.exists(file.resolveSibling(name.get().plain()))
        && log.isPresent()
        && isGone(log.get());
  }

  /// Nothing but their names says that the archives are its: until it comes back they are left
  /// alone, also one that an operator's compression that was interrupted has left in two variants.
  private boolean isGone(Path log) throws IOException {
    boolean known = Files.exists(log);
    for (Path directory : disk.archiveDirectories(log)) {
      known |= disk.archives(log, directory).stream().anyMatch(Archive::isSurelyOurs);
    }
    return !known;
  }

  private void nothingTemporary() throws IOException {
    assertThat(disk.files()).as("files").noneMatch(file -> TempNames.isTemp(file.getFileName()));
  }

  /// From the oldest archive to the live log, each program's lines are in the order in which it
  /// wrote them.
  private void inOrder(Path log, Path directory) throws IOException {
    var files = new ArrayList<Path>();
    for (Archive archive : disk.archives(log, directory).reversed()) {
      assertThat(archive.variants())
          .as("one variant of each archive")
          .hasSizeBetween(1, isGone(log) ? 2 : 1);
      files.add(directory.resolve(archive.variants().getFirst().name()));
    }
    if (Files.exists(log)) {
      files.add(log);
    }
    Map<Integer, Integer> last = new HashMap<>();
    for (Path file : files) {
      if (isNamedByTwoRules(log, directory) && world.ledger().hasLate(disk.lines(file))) {
        return; // its time is not that of its rotation any more
      }
      for (Line line : disk.lines(file)) {
        int before = last.getOrDefault(line.program(), 0);
        assertThat(line.number())
            .as("%s: number after %d, of the files %s", file, before, files)
            .isGreaterThan(before);
        last.put(line.program(), line.number());
      }
    }
  }

  private boolean hasLate(List<Archive> archives, Path directory) throws IOException {
    for (Archive archive : archives) {
      Path file = directory.resolve(archive.variants().getFirst().name());
      if (world.ledger().hasLate(disk.lines(file))) {
        return true;
      }
    }
    return false;
  }

  private boolean isNamedByTwoRules(Path log, Path directory) throws IOException {
    return disk.archives(log, directory).stream().map(Disk::naming).distinct().count() > 1;
  }

  /// Sizes, numbers of archives and codec are as the rule says.
  private void asConfigured(Path log) throws IOException {
    long size = Files.exists(log) ? Files.size(log) : 0;
    boolean due =
        settings.when().size().filter(s -> size >= s.bytes()).isPresent()
            && size >= Math.max(1, settings.when().minSize().bytes());
    assertThat(due).as("%s has %d bytes, and is due", log, size).isFalse();
    Path directory = Rig.place(settings).archiveDirectory(ArchivePlace.directoryOf(log));
    List<Archive> archives = disk.archives(log, directory);
    if (!Files.exists(log) && archives.stream().noneMatch(Archive::isSurelyOurs)) {
      return; // they wait for their log to come back
    }
    if (isNamedByTwoRules(log, directory) && hasLate(archives, directory)) {
      return; // the program knows the newest, and here only the time of its last line is known
    }
    for (int i = 0; i < archives.size(); i++) {
      var plain = archives.get(i).plain().map(variant -> directory.resolve(variant.name()));
      if (plain.isPresent() && !world.isOpen(plain.get())) {
        int skipped =
            settings
                .archives()
                .compress()
                .map(RotateSettings.Compression::skipNewest)
                .orElse(archives.size());
        assertThat(i)
            .as("%s is not compressed, one of %s", plain.get(), archives)
            .isLessThan(skipped);
        assertThat(i)
            .as("%s is past the count", plain.get())
            .isLessThan(settings.archives().keep().files().orElse(archives.size()));
      }
    }
  }

  private void everybodyNotified() throws IOException {
    for (Program program :
        world.programs().stream().sorted(Comparator.comparing(Program::toString)).toList()) {
      assertThat(program.isUnnotified())
          .as("%s writes to an archive, and was not notified", program)
          .isFalse();
    }
  }
}
