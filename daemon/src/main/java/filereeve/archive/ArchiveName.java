package filereeve.archive;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The parsed name of an archive.
///
/// @param log the name of its log
/// @param plain the archive's name, without the suffix of a codec
/// @param codec the suffix of the compressed variant, without the dot
public record ArchiveName(Path log, Path plain, Mark mark, Optional<String> codec) {

  /// Distinguishes one archive of a log from the others.
  public sealed interface Mark {
    /// @param stamp the date as it is written in the name
    /// @param period the time that the date covers
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

  /// The highest number of an archive. A name with a higher one, such as `report.2024` or
  /// `lib.so.20260101`, is an independent file, which no retention removes.
  public static final int MAX_NUMBER = 999;

  /// The suffixes of compressed variants, without the dot, whichever program creates them.
  public static final List<String> CODECS = List.of("zst", "gz", "xz", "bz2", "lz4");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// The name of the file itself.
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

  /// The name of a file with a date, as the archives of logs have it by default. It is in UTC.
  ///
  /// @param sequence 1 for the first of its date; the others have it after the date
  public static Path dated(Path file, Instant date, int sequence) {
    String more = sequence == 1 ? "" : "_%02d".formatted(sequence);
    return FileNames.append(file, "-" + DATE.format(date) + more);
  }

  /// All names that one archive can have: the plain one and those of its compressed variants.
  public static List<Path> variants(Path plain) {
    return Stream.concat(Stream.of(plain), CODECS.stream().map(codec -> compressed(plain, codec)))
        .toList();
  }
}
