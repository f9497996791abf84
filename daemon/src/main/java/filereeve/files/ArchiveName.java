package filereeve.files;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the name of an archive says. All forms are known whatever a rule's present settings are, so
/// that an archive stays one when naming or codec change:
///
/// | name | from |
/// |---|---|
/// | `app.log-20261121T000000Z` | dated naming, UTC |
/// | `app.log-20261121T000000Z_02` | the second rotation in the same second; `_` sorts behind both the bare name and its `.zst` |
/// | `app.log.1` | numbered naming, 1 is the newest |
/// | `app.log-20261121`, `app.log-2026112113` | logrotate's `dateext` |
///
/// each alone or compressed: `.zst`, `.gz`, `.xz`, `.bz2`, `.lz4`.
///
/// @param log the name of the log that it is an archive of
/// @param codec the suffix of the compressed form, without the dot
public record ArchiveName(Path log, Mark mark, Optional<String> codec) {

  /// What sets one archive of a log apart from the others.
  public sealed interface Mark {
    /// @param stamp as it stands in the name
    /// @param at the time that it tells; a day's begin where it tells no more
    /// @param sequence 1 for the first of its second
    record Dated(String stamp, Instant at, int sequence) implements Mark {}

    /// @param number from 1, the newest
    record Numbered(int number) implements Mark {}
  }

  /// The highest number that is taken for an archive's, so that `report.2024` or `lib.so.20260101`
  /// is a file of its own, which no retention removes.
  public static final int MAX_NUMBER = 999;

  /// The suffixes, without the dot, of compressed forms that are known, whoever makes them.
  public static final List<String> CODECS = List.of("zst", "gz", "xz", "bz2", "lz4");

  private static final Pattern FORM =
      Pattern.compile(
          "(?s)(?<log>.+?)(?:\\.(?<number>[1-9]\\d{0,2})"
              + "|-(?<stamp>\\d{8}(?:\\d{2})?|(?<second>\\d{8}T\\d{6}Z)(?:_(?<sequence>\\d{2,9}))?))"
              + "(?:\\.(?<codec>"
              + String.join("|", CODECS)
              + "))?");

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /// @param name a single name, without folders
  public static Optional<ArchiveName> parse(Path name) {
    String text = name.toString();
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    Path log = FileNames.cut(name, text.length() - form.end("log"));
    return mark(form)
        .map(mark -> new ArchiveName(log, mark, Optional.ofNullable(form.group("codec"))));
  }

  /// As [#parse(Path)], for one log's archives only.
  public static Optional<ArchiveName> parse(Path log, Path candidate) {
    return parse(candidate).filter(archive -> archive.log().equals(log));
  }

  /// The name of an archive made now: of several in one second, the one behind all that exist.
  public static Path dated(Path log, Instant now, Collection<? extends Mark> existing) {
    String stamp = STAMP.format(now);
    int last = 0;
    for (Mark mark : existing) {
      if (mark instanceof Mark.Dated dated && dated.stamp().startsWith(stamp)) {
        last = Math.max(last, dated.sequence());
      }
    }
    return FileNames.append(log, "-" + stamp + (last == 0 ? "" : "_%02d".formatted(last + 1)));
  }

  public static Path numbered(Path log, int number, Optional<String> codec) {
    return FileNames.append(log, "." + number + codec.map(suffix -> "." + suffix).orElse(""));
  }

  /// The name of an archive's compressed form.
  public static Path compressed(Path archive, String codec) {
    return FileNames.append(archive, "." + codec);
  }

  /// All names that one archive can have: its plain one and those of its compressed forms.
  public static List<Path> forms(Path plain) {
    return Stream.concat(Stream.of(plain), CODECS.stream().map(codec -> compressed(plain, codec)))
        .toList();
  }

  /// Whether a file of this name is compressed, whoever did it.
  public static boolean isCompressed(Path name) {
    String text = name.toString();
    return CODECS.stream().anyMatch(codec -> text.endsWith("." + codec));
  }

  private static Optional<Mark> mark(Matcher form) {
    String number = form.group("number");
    if (number != null) {
      return Optional.of(new Mark.Numbered(Integer.parseInt(number)));
    }
    String stamp = form.group("stamp");
    String second = form.group("second");
    String sequence = form.group("sequence");
    return time(second == null ? stamp : second)
        .map(at -> new Mark.Dated(stamp, at, sequence == null ? 1 : Integer.parseInt(sequence)));
  }

  /// @param stamp `20261121`, `2026112113` or `20261121T130000Z`
  private static Optional<Instant> time(String stamp) {
    String digits = (stamp.replaceAll("\\D", "") + "000000").substring(0, 14);
    try {
      return Optional.of(
          LocalDateTime.of(
                  part(digits, 0, 4),
                  part(digits, 4, 6),
                  part(digits, 6, 8),
                  part(digits, 8, 10),
                  part(digits, 10, 12),
                  part(digits, 12, 14))
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty(); // digits that are no date: no archive of ours
    }
  }

  private static int part(String digits, int from, int to) {
    return Integer.parseInt(digits, from, to, 10);
  }
}
