package filereeve.archive;

import filereeve.archive.ArchiveName.Mark;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One archive of a log. After an interrupted compression it can have two variants, plain and
/// compressed, and is still one archive.
///
/// @param directory absolute
/// @param time when it was rotated, according to its name and attributes
/// @param variants not empty
public record Archive(Path directory, Mark mark, Instant time, List<Variant> variants) {

  /// One file of an archive.
  public record Variant(Path name, Optional<String> codec, Stat stat) {}

  /// A file with the name of an archive.
  public record Found(Path directory, ArchiveName name, Stat stat) {}

  public Archive {
    variants = List.copyOf(variants);
  }

  /// The variant that is not compressed.
  public Optional<Variant> plain() {
    return variants.stream().filter(variant -> variant.codec().isEmpty()).findFirst();
  }

  /// The absolute path of one of its variants.
  public Path path(Variant variant) {
    return directory.resolve(variant.name());
  }

  /// The same archive with only one of its variants.
  public Archive only(Variant variant) {
    return new Archive(directory, mark, time, List.of(variant));
  }

  /// Bytes of its largest variant.
  public long bytes() {
    return variants.stream().mapToLong(variant -> variant.stat().size()).max().orElse(0);
  }

  /// Bytes that its removal frees on the filesystem.
  public long bytesOnDisk() {
    return variants.stream().mapToLong(variant -> variant.stat().allocated()).sum();
  }

  /// Its time, or the creation time of a file if that is later: a copy is younger than its content.
  public Instant created() {
    return variants.stream()
        .map(variant -> variant.stat().born())
        .filter(time::isBefore)
        .findFirst()
        .orElse(time);
  }

  /// Whether both have a file in common: then they are one archive, perhaps renumbered.
  public boolean isSame(Archive other) {
    return directory.equals(other.directory)
        && variants.stream()
            .anyMatch(a -> other.variants.stream().anyMatch(b -> a.stat().sameInode(b.stat())));
  }

  /// Whether this may be the same archive in another directory. A date identifies it across
  /// directories; a number does not.
  public boolean hasDateOf(Archive other) {
    return mark instanceof Mark.Dated && mark.equals(other.mark);
  }

  /// Whether only this program creates such names.
  public boolean isSurelyOurs() {
    return mark instanceof Mark.Dated dated && dated.pattern().equals(ArchiveNames.DATED);
  }

  /// Sorts the archives of one log, newest first.
  ///
  /// The date in a name takes precedence over the file's modification time, which a later `touch`
  /// may have changed. The modification time only decides within the period of the date. Among
  /// numbered archives of a directory, and among those of one date, the number decides.
  public static List<Archive> newestFirst(Collection<Found> files) {
    if (files.isEmpty()) {
      return List.of();
    }
    record Key(Path directory, Path plain) {}
    var variants = new LinkedHashMap<Key, List<Found>>();
    for (Found file : files) {
      var key = new Key(file.directory(), file.name().plain());
      variants.computeIfAbsent(key, _ -> new ArrayList<>()).add(file);
    }
    Map<Series, Instant> limits = new LinkedHashMap<>();
    var archives = new ArrayList<Archive>();
    variants.values().stream()
        .map(Archive::of)
        .sorted(Comparator.comparing(Archive::mark, BY_NUMBER))
        .forEach(
            archive -> {
              Instant time = limits.merge(series(archive), archive.time(), Archive::earlier);
              archives.add(new Archive(archive.directory, archive.mark, time, archive.variants));
            });
    archives.sort(Comparator.comparing(Archive::time).reversed());
    return archives;
  }

  /// Identifies archives that are ordered by their numbers.
  private record Series(Path directory, Optional<NamePattern> pattern, String stamp) {}

  private static Series series(Archive archive) {
    return switch (archive.mark) {
      case Mark.Numbered _ -> new Series(archive.directory, Optional.empty(), "");
      case Mark.Dated dated ->
          new Series(archive.directory, Optional.of(dated.pattern()), dated.stamp());
    };
  }

  private static Archive of(List<Found> files) {
    Found any = files.getFirst();
    Mark mark = any.name().mark();
    Instant modified =
        files.stream()
            .map(file -> file.stat().modified())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    return new Archive(
        any.directory(),
        mark,
        switch (mark) {
          case Mark.Numbered _ -> modified;
          case Mark.Dated dated -> dated.period().nearest(modified);
        },
        files.stream()
            .map(file -> new Variant(file.name().file(), file.name().codec(), file.stat()))
            .toList());
  }

  /// Numbered archives first, by ascending number; then dated ones, by descending date and
  /// sequence.
  private static final Comparator<Mark> BY_NUMBER =
      Comparator.comparing(Archive::from)
          .reversed()
          .thenComparingInt(
              mark ->
                  switch (mark) {
                    case Mark.Numbered numbered -> numbered.number();
                    case Mark.Dated dated -> -dated.sequence();
                  });

  private static Instant from(Mark mark) {
    return switch (mark) {
      case Mark.Numbered _ -> Instant.MAX;
      case Mark.Dated dated -> dated.period().from();
    };
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
