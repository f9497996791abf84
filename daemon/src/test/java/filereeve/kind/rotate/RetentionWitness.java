package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.archive.ArchiveName;
import filereeve.archive.Keep;
import filereeve.copytruncate.CopyTruncate;
import filereeve.files.TempNames;
import filereeve.kind.rotate.Ledger.Line;
import filereeve.posix.Fd;
import filereeve.units.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Judges every removal at the moment when it happens: a file is removed because another one has
/// all its lines and would survive a power cut, or because retention may take it. Nothing else is
/// removed.
final class RetentionWitness implements Witness.Removal {
  /// @param first the number of its first line: archives are in the order in which they were begun
  /// @param late whether it was written to after its rotation
  private record Kept(Archive archive, Path directory, int first, boolean late) {
    boolean has(Path file) {
      return archive.variants().stream()
          .anyMatch(variant -> directory.resolve(variant.name()).equals(file));
    }

    boolean isThere() {
      return archive.variants().stream()
          .anyMatch(variant -> Files.exists(directory.resolve(variant.name())));
    }

    /// Whether whoever has listed that directory, or looked for that file, knows of it.
    boolean isSeenWith(Path inspected) {
      return directory.equals(inspected) || has(inspected);
    }

    /// After the naming was changed, all that is known of a numbered one's age, or of one that is
    /// dated by the day, is its last write. The same holds for numbers in two directories.
    boolean mayBeTakenForNewerThan(Kept other) {
      boolean sameNaming = Disk.naming(archive).equals(Disk.naming(other.archive));
      boolean numbered = archive.mark() instanceof ArchiveName.Mark.Numbered;
      boolean mixed = !sameNaming || (numbered && !directory.equals(other.directory));
      return first > other.first || (mixed && (late || other.late));
    }
  }

  /// Removes files.
  interface Operator {
    void remove() throws IOException;
  }

  private final World world;
  private final Supplier<RotateSettings> settings;
  private final Supplier<Witness> witness;
  private final Mailbox mailbox;

  /// What an operator removed since the program has inspected it: it still counts.
  private final Map<Path, List<Kept>> unnoticed = new HashMap<>();

  RetentionWitness(
      World world, Supplier<RotateSettings> settings, Supplier<Witness> witness, Mailbox mailbox) {
    this.world = world;
    this.settings = settings;
    this.witness = witness;
    this.mailbox = mailbox;
  }

  /// An operator removes archives.
  void whileRemoving(Operator operator) throws IOException {
    var before = new HashMap<Path, List<Kept>>();
    for (Path log : world.disk().logs()) {
      before.put(log, kept(log));
    }
    operator.remove();
    for (Path log : world.disk().logs()) {
      var gone = new ArrayList<>(before.getOrDefault(log, List.of()));
      gone.removeIf(Kept::isThere);
      unnoticed.computeIfAbsent(log, _ -> new ArrayList<>()).addAll(gone);
    }
  }

  @Override
  public void inspected(Path file) {
    unnoticed.values().forEach(gone -> gone.removeIf(kept -> kept.isSeenWith(file)));
  }

  @Override
  public void check(Path file) throws IOException {
    if (TempNames.isTemp(file.getFileName())) {
      boolean newLog = TempNames.isFor(TempNames.Purpose.CREATE, file.getFileName());
      require(!newLog || Files.size(file) == 0, "it has content", file);
      if (TempNames.isFor(TempNames.Purpose.COPY, file.getFileName())) {
        List<Line> lines = world.disk().lines(file);
        require(
            !world.ledger().expectsAny(lines) || !world.holdersOf(lines, file).isEmpty(),
            "its lines are nowhere else",
            file);
      }
      return;
    }
    require(!world.foreign().contains(file), "it is somebody else's", file);
    Optional<Path> log = world.disk().logOf(file);
    require(log.isPresent(), "it is no archive", file);
    require(!world.isOpen(file), "a program writes to it", file);
    List<Line> lines = world.disk().lines(file);
    if (!world.ledger().expectsAny(lines)) {
      return; // an operator removed that archive just now
    }
    List<Path> others = world.holdersOf(lines, file);
    if (others.stream().noneMatch(witness.get()::isDurable)) {
      requireRetention(log.orElseThrow(), file);
      require(
          settings.get().archives().onRemove().first().mail().isEmpty()
              || mailbox.hasGot("ops", lines),
          "nobody has been mailed it",
          file);
      if (others.isEmpty()) {
        world.ledger().forget(lines);
      }
    }
  }

  @Override
  public void checkEmptying(Fd file) throws IOException {
    Path log = Path.of(file.path());
    Path copy = log.resolveSibling(CopyTruncate.copyOf(log.getFileName()));
    require(
        Files.exists(copy) && world.disk().lines(copy).containsAll(world.disk().lines(file)),
        "its copy has not got everything",
        log);
    Path intent = log.resolveSibling(CopyTruncate.intentOf(log.getFileName()));
    require(
        witness.get().isNameDurable(copy) && witness.get().isDurable(intent),
        "a power cut would take its copy",
        log);
  }

  private void requireRetention(Path log, Path file) throws IOException {
    List<Kept> all = kept(log);
    Kept gone = all.stream().filter(kept -> kept.has(file)).findFirst().orElseThrow();
    List<Kept> newer =
        Stream.concat(all.stream(), unnoticed.getOrDefault(log, List.of()).stream())
            .filter(kept -> !kept.equals(gone) && kept.mayBeTakenForNewerThan(gone))
            .toList();
    List<Kept> older =
        all.stream()
            .filter(k -> k.directory.equals(gone.directory))
            .filter(k -> !k.equals(gone) && !k.mayBeTakenForNewerThan(gone))
            .toList();
    for (Kept kept : older) {
      Optional<Archive.Variant> plain = kept.archive.plain();
      boolean open = plain.isPresent() && world.isOpen(kept.directory.resolve(plain.get().name()));
      boolean mailed =
          settings
              .get()
              .archives()
              .onRemove()
              .first()
              .mail()
              .isPresent(); // what cannot be mailed is kept
      require(open || mailed, "an older one is kept: " + kept.archive.variants(), file);
    }
    require(
        isPastCount(newer) || isPastAge(gone, newer) || isPastTotal(gone, newer),
        "%s asks for it; newer ones: %s".formatted(keep(), newer),
        file);
  }

  private Keep keep() {
    return settings.get().archives().keep();
  }

  private boolean isPastCount(List<Kept> newer) {
    return keep().files().isPresent() && newer.size() >= keep().files().getAsInt();
  }

  private boolean isPastAge(Kept gone, List<Kept> newer) {
    var all = new ArrayList<>(newer);
    all.add(gone);
    var now = world.clock().instant();
    return keep()
        .age()
        .filter(limit -> all.stream().anyMatch(k -> k.archive.time().plus(limit).isBefore(now)))
        .isPresent();
  }

  private boolean isPastTotal(Kept gone, List<Kept> newer) {
    long bytes =
        gone.archive.bytes() + newer.stream().mapToLong(kept -> kept.archive.bytes()).sum();
    return !newer.isEmpty() && keep().total().map(Size::bytes).filter(b -> bytes > b).isPresent();
  }

  private List<Kept> kept(Path log) throws IOException {
    var all = new ArrayList<Kept>();
    for (Path directory : world.disk().archiveDirectories(log)) {
      for (Archive archive : world.disk().archives(log, directory)) {
        Path variant = directory.resolve(archive.variants().getFirst().name());
        List<Line> lines = world.disk().lines(variant);
        boolean late = world.ledger().hasLate(lines);
        all.add(new Kept(archive, directory, lines.getFirst().number(), late));
      }
    }
    all.sort(Comparator.comparingInt(Kept::first));
    return all;
  }

  private static void require(boolean fine, String why, Path file) {
    if (!fine) {
      throw new AssertionError("%s is removed: %s".formatted(file, why));
    }
  }
}
