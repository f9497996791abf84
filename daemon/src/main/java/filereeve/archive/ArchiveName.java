package filereeve.archive;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the name of an archive says.
///
/// @param log the name of the log that it is an archive of
/// @param plain its own name, without the suffix of its compressed variant
/// @param codec the suffix of the compressed variant, without the dot
public record ArchiveName(Path log, Path plain, Mark mark, Optional<String> codec) {

  /// What sets one archive of a log apart from the others.
  public sealed interface Mark {
    /// @param stamp the date as it stands in the name
    /// @param period the time that it can mean
    /// @param sequence 1 for the first of its date
    record Dated(NamePattern pattern, String stamp, NameDate.Period period, int sequence)
        implements Mark {

      boolean isOf(NamePattern otherPattern, String otherStamp) {
        return pattern.equals(otherPattern) && stamp.equals(otherStamp);
      }
    }

    /// @param number the lowest is the newest
    record Numbered(int number) implements Mark {}
  }

  /// The highest number that is taken for an archive's, so that `report.2024` or `lib.so.20260101`
  /// is a file of its own, which no retention removes.
  public static final int MAX_NUMBER = 999;

  /// The suffixes, without the dot, of compressed variants that are known, whoever makes them.
  public static final List<String> CODECS = List.of("zst", "gz", "xz", "bz2", "lz4");

  /// Its own name, as it is in its directory.
  public Path file() {
    return codec.map(suffix -> compressed(plain, suffix)).orElse(plain);
  }

  public static Path numbered(Path log, int number, Optional<String> codec) {
    return FileNames.append(log, "." + number + codec.map(suffix -> "." + suffix).orElse(""));
  }

  /// The name of an archive's compressed variant.
  public static Path compressed(Path archive, String codec) {
    return FileNames.append(archive, "." + codec);
  }

  /// All names that one archive can have: its plain one and those of its compressed variants.
  public static List<Path> variants(Path plain) {
    return Stream.concat(Stream.of(plain), CODECS.stream().map(codec -> compressed(plain, codec)))
        .toList();
  }
}
