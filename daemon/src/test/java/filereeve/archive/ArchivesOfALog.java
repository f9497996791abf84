package filereeve.archive;

import filereeve.archive.Archive.Found;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// Archives of one log, by their names and ages, and limits for them.
abstract class ArchivesOfALog {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final String KEPT = "<stem>-<yyyy><MM><dd><ext>";
  static final ArchiveNames NAMES =
      new ArchiveNames(List.of(NamePattern.parse(KEPT)), ZoneOffset.UTC);

  record Named(Path name, Stat stat) {}

  static List<String> removed(Keep keep, List<Named> files) {
    return Retention.removals(archives(files), keep, NOW).stream()
        .flatMap(
            removal ->
                removal.archive().variants().stream()
                    .map(variant -> variant.name() + " " + removal.reason()))
        .toList();
  }

  static List<String> removed(Keep keep, Named... files) {
    return removed(keep, List.of(files));
  }

  static List<String> order(List<Named> files) {
    return archives(files).stream()
        .map(archive -> archive.directory().resolve(archive.variants().getFirst().name()))
        .map(path -> Path.of("/srv").relativize(path).toString())
        .toList();
  }

  static List<Archive> archives(List<Named> files) {
    return Archive.newestFirst(found(files), _ -> false, NOW);
  }

  static List<Found> found(List<Named> files) {
    return files.stream()
        .flatMap(
            file ->
                NAMES.read(file.name().getFileName()).stream()
                    .map(name -> new Found(directory(file), name, file.stat())))
        .toList();
  }

  static Path directory(Named file) {
    Path parent = file.name().getParent();
    return parent == null ? Path.of("/srv") : Path.of("/srv").resolve(parent);
  }

  static Keep files(int count) {
    return new KeepBuilder().files(count).keep();
  }

  static Keep age(int days) {
    return new KeepBuilder().age(Duration.ofDays(days)).keep();
  }

  /// With all its dates in the future.
  static Named future(String name) {
    return file(name, -24 * 400, 1);
  }

  static Named file(String name, int hoursAgo) {
    return file(name, hoursAgo, 1);
  }

  static Named file(String name, int hoursAgo, long size) {
    Instant modified = NOW.minus(Duration.ofHours(hoursAgo));
    return new Named(
        Path.of(name),
        new Stat(
            Stat.Type.REGULAR,
            1,
            1,
            0640,
            1,
            0,
            0,
            size,
            size,
            modified,
            modified,
            modified,
            modified,
            true));
  }
}
