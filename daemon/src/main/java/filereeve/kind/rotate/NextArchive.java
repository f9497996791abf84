package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.archive.ArchiveName;
import filereeve.archive.ArchiveName.Mark;
import filereeve.archive.ArchiveNames;
import filereeve.archive.LogState;
import filereeve.archive.NamePattern;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The name that a log gets as an archive, and which archives have to move up for it. Pure.
///
/// @param shifts the highest number first
/// @param name the log's as an archive
/// @param free the names that must be free, in all their variants
record NextArchive(
    LogState at, List<Shift> shifts, Path name, Optional<ArchiveName> meaning, List<Path> free) {

  /// A numbered archive that has to move up.
  ///
  /// @param to its number then
  record Shift(Archive archive, int to) {}

  static NextArchive of(LogState at, RotateSettings settings, Instant now) {
    return switch (settings.names().naming()) {
      case Naming.Dated(NamePattern pattern, Naming.Date date) -> {
        ZoneId zone = ArchiveNames.zone(pattern, settings.names().zone());
        yield dated(
            at,
            pattern,
            zone,
            switch (date) {
              case END -> now;
              case BEGIN -> Begun.of(at, settings, now);
              case PREVIOUS -> pattern.previous(now, zone);
            });
      }
      case Naming.Numbered(int start) -> numbered(at, start, now);
    };
  }

  private static NextArchive dated(LogState at, NamePattern pattern, ZoneId zone, Instant date) {
    Path name = pattern.name(at.log(), date, zone, at.taken());
    Optional<ArchiveName> meaning =
        pattern.read(name, Optional.empty(), zone).filter(read -> read.log().equals(at.log()));
    return new NextArchive(at, List.of(), name, meaning, List.of(name));
  }

  /// All move up to the lowest free number, also from below the first number, which was lower once.
  /// Their order does not change.
  private static NextArchive numbered(LogState at, int start, Instant now) {
    SortedMap<Integer, Archive> numbers = numbers(at, now);
    var shifts = new ArrayList<Shift>();
    int next = start + 1;
    for (Map.Entry<Integer, Archive> archive : numbers.entrySet()) {
      if (archive.getKey() < next) {
        shifts.addFirst(new Shift(archive.getValue(), next));
      }
      next = Math.max(next, archive.getKey()) + 1;
    }
    var free = new ArrayList<Path>();
    for (Shift shift : shifts) {
      if (!numbers.containsKey(shift.to())) {
        free.add(ArchiveName.numbered(at.log(), shift.to(), Optional.empty()));
      }
    }
    ArchiveName name = name(at.log(), start, Optional.empty());
    if (!numbers.containsKey(start)) {
      free.add(name.plain());
    }
    return new NextArchive(at, shifts, name.plain(), Optional.of(name), free);
  }

  private static SortedMap<Integer, Archive> numbers(LogState at, Instant now) {
    var numbers = new TreeMap<Integer, Archive>();
    for (Archive archive : at.archives(now)) {
      if (archive.mark() instanceof Mark.Numbered(int number)
          && archive.directory().equals(at.archiveDirectory())) {
        numbers.put(number, archive);
      }
    }
    return numbers;
  }

  private static ArchiveName name(Path log, int number, Optional<String> codec) {
    Path plain = ArchiveName.numbered(log, number, Optional.empty());
    return new ArchiveName(log, plain, new Mark.Numbered(number), codec);
  }

  private Optional<String> problem() {
    return shifts.isEmpty() || shifts.getFirst().to() <= ArchiveName.MAX_NUMBER
        ? Optional.empty()
        : Optional.of(
            "it has %d numbered archives, the maximum. Set keep.files, or use \"name: dated\""
                .formatted(shifts.size()));
  }

  /// Archives that would move in two variants of which one can be read.
  List<Step> joins() {
    return shifts.stream()
        .map(Shift::archive)
        .filter(archive -> archive.plain().isPresent() && TwoVariants.codec(archive).isPresent())
        .<Step>map(Step.JoinVariants::new)
        .toList();
  }

  /// Requires that the name is free, or refuses.
  Step require() {
    return problem().<Step>map(Step.Refuse::new).orElseGet(() -> new Step.RequireFree(free));
  }

  /// The renames that free the name.
  List<Step> moves() {
    var steps = new ArrayList<Step>();
    for (Shift shift : shifts) {
      for (Archive.Variant variant : shift.archive().variants()) {
        Path to = ArchiveName.numbered(at.log(), shift.to(), variant.codec());
        steps.add(new Step.Shift(variant.name(), to));
      }
    }
    return steps;
  }

  /// All of these, for a rotation that was interrupted.
  List<Step> frees() {
    var steps = new ArrayList<>(joins());
    steps.add(require());
    steps.addAll(moves());
    return steps;
  }

  /// The state when the log has become an archive.
  LogState rotated(boolean marked) {
    var moved = new HashMap<Path, ArchiveName>();
    for (Shift shift : shifts) {
      for (Archive.Variant variant : shift.archive().variants()) {
        moved.put(variant.name(), name(at.log(), shift.to(), variant.codec()));
      }
    }
    return at.rotated(moved, name, meaning, marked);
  }
}
