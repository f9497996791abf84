package filereeve.archive;

import filereeve.archive.ArchiveName.Mark;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The pattern by which the name of an archive is formed from its log's name and a date:
///
/// | pattern | archive of `app.log` |
/// |---|---|
/// | `<name>-<yyyy><MM><dd>` | `app.log-20261121` |
/// | `<stem>-<yyyy><MM><dd><ext>` | `app-20261121.log` |
///
/// The second archive of the same date gets `_02` after the date, the third `_03`, so that no name
/// is used twice. The log of an archive follows from its name, because the pattern begins with the
/// log's name and its date always has the same length.
public final class NamePattern {
  private static final String NAME = "<name>";
  private static final String STEM = "<stem>";
  private static final String EXT = "<ext>";

  /// The extension of a log's name: not the whole name, and not the suffix of a codec.
  private static final Pattern EXTENSION = Pattern.compile("(?s).+(\\.[A-Za-z][A-Za-z0-9]*)");

  private final String text;
  private final boolean keepsExtension;
  private final NameDate date;
  private final Pattern variant;

  private NamePattern(String text, boolean keepsExtension, NameDate date) {
    this.text = text;
    this.keepsExtension = keepsExtension;
    this.date = date;
    String ext = keepsExtension ? "(?:\\.[A-Za-z][A-Za-z0-9]*)?" : "";
    this.variant =
        Pattern.compile(
            "(?s)(?<log>.+?)(?<date>%s)(?:_(?<sequence>\\d{2,3}|[1-9]\\d{3,5}))?(?<ext>%s)"
                .formatted(date.regex(), ext));
  }

  /// @throws IllegalArgumentException if its names would not distinguish archives and logs; the
  ///   message says why, and how to write it
  public static NamePattern parse(String text) {
    if (text.startsWith(NAME) && !text.contains(EXT)) {
      String date = text.substring(NAME.length());
      return new NamePattern(text, false, NameDate.parse(text, date));
    }
    if (text.startsWith(STEM) && text.endsWith(EXT)) {
      String date = text.substring(STEM.length(), text.length() - EXT.length());
      return new NamePattern(text, true, NameDate.parse(text, date));
    }
    throw new IllegalArgumentException(
        "archives named by \"%s\" could not be traced to their log. Begin with <name>, or begin with <stem> and end with <ext>"
            .formatted(text));
  }

  /// The name of a new archive: its sequence follows all existing ones of the same date.
  public Path name(Path log, Instant time, ZoneId zone, Collection<? extends Mark> existing) {
    String stamp = date.format(time, zone);
    int last = 0;
    for (Mark mark : existing) {
      if (mark instanceof Mark.Dated dated && dated.isOf(this, stamp)) {
        last = Math.max(last, dated.sequence());
      }
    }
    String extension = keepsExtension ? extension(log.toString()) : "";
    String sequence = last == 0 ? "" : "_%02d".formatted(last + 1);
    return FileNames.append(FileNames.cut(log, extension.length()), stamp + sequence + extension);
  }

  /// An instant of the date before: of yesterday where a day is the smallest part.
  public Instant previous(Instant now, ZoneId zone) {
    return date.previous(now, zone);
  }

  /// Parses the name of an archive; empty if it does not match this pattern.
  ///
  /// @param plain a single name, without the suffix of a codec
  public Optional<ArchiveName> read(Path plain, Optional<String> codec, ZoneId zone) {
    String name = plain.toString();
    if (!date.mayBeIn(name)) {
      return Optional.empty();
    }
    Matcher match = variant.matcher(name);
    if (!match.matches()) {
      return Optional.empty();
    }
    String extension = match.group("ext");
    if (keepsExtension && !extension(match.group("log") + extension).equals(extension)) {
      return Optional.empty(); // not the name of any log's archive
    }
    String sequence = match.group("sequence");
    Path log = FileNames.append(FileNames.cut(plain, name.length() - match.end("log")), extension);
    return date.period(match, zone)
        .map(
            period ->
                new Mark.Dated(
                    this,
                    match.group("date"),
                    period,
                    sequence == null ? 1 : Integer.parseInt(sequence)))
        .map(mark -> new ArchiveName(log, plain, mark, codec));
  }

  private static String extension(String log) {
    Matcher match = EXTENSION.matcher(log);
    boolean has = match.matches() && !ArchiveName.CODECS.contains(match.group(1).substring(1));
    return has ? match.group(1) : "";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamePattern pattern && pattern.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// The pattern as the configuration has it.
  @Override
  public String toString() {
    return text;
  }
}
