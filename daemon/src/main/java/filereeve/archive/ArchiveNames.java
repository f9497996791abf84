package filereeve.archive;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// Recognizes the names of archives. These are known whatever a rule's settings are, so that an
/// archive is still one after naming or codec change:
///
/// | name | from |
/// |---|---|
/// | `app.log-20261121T000000Z` | dated naming, UTC |
/// | `app.log.1` | numbered naming and logrotate's, the lowest is the newest |
/// | `app.log-20261121`, `app.log-2026112113` | logrotate's `dateext` |
///
/// Further archives of the same date have `_02` and so on. Each can be compressed: `.zst`, `.gz`,
/// `.xz`, `.bz2`, `.lz4`. A rule's own patterns take precedence.
///
/// @param patterns those that the rule has or had; the first that matches a name reads it
/// @param zone of the times in names, except for [#DATED]
public record ArchiveNames(List<NamePattern> patterns, ZoneId zone) {
  /// The names of `naming: dated`, to the second and in UTC. Only this program creates them.
  public static final NamePattern DATED = NamePattern.parse("<name>-<yyyy><MM><dd>T<HH><mm><ss>Z");

  private static final List<NamePattern> LOGROTATE =
      List.of(
          NamePattern.parse("<name>-<yyyy><MM><dd>"),
          NamePattern.parse("<name>-<yyyy><MM><dd><HH>"));

  private static final int LONGEST_NUMBER = String.valueOf(ArchiveName.MAX_NUMBER).length();

  public ArchiveNames {
    patterns = List.copyOf(patterns);
  }

  /// The names that are known independent of any rule.
  public static ArchiveNames standard(ZoneId zone) {
    return new ArchiveNames(List.of(), zone);
  }

  /// The zone of the times in names of this pattern.
  public static ZoneId zone(NamePattern pattern, ZoneId zone) {
    return pattern.equals(DATED) ? ZoneOffset.UTC : zone;
  }

  /// Whether only this program creates such names.
  static boolean isSurelyOurs(ArchiveName.Mark mark) {
    return mark instanceof ArchiveName.Mark.Dated dated && dated.pattern().equals(DATED);
  }

  /// Parses the name of an archive; empty if the name is none. It is called for each file event and
  /// several times for each inspected file, so names of other files must be rejected fast.
  ///
  /// @param name a single name, without directories
  public Optional<ArchiveName> read(Path name) {
    String text = name.toString();
    if (!hasDigit(text)) {
      return Optional.empty(); // neither a date nor a number
    }
    int dot = text.lastIndexOf('.');
    String suffix = text.substring(dot + 1);
    Optional<String> codec =
        dot > 0 && ArchiveName.CODECS.contains(suffix) ? Optional.of(suffix) : Optional.empty();
    Path plain = codec.isPresent() ? FileNames.cut(name, suffix.length() + 1) : name;
    Optional<ArchiveName> found = read(patterns, plain, codec);
    if (found.isEmpty()) {
      found = DATED.read(plain, codec, ZoneOffset.UTC);
    }
    if (found.isEmpty()) {
      found = numbered(plain, codec);
    }
    return found.isEmpty() ? read(LOGROTATE, plain, codec) : found;
  }

  private static boolean hasDigit(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isDigit(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private Optional<ArchiveName> read(List<NamePattern> known, Path plain, Optional<String> codec) {
    for (NamePattern pattern : known) {
      Optional<ArchiveName> found = pattern.read(plain, codec, zone(pattern, zone));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<ArchiveName> numbered(Path plain, Optional<String> codec) {
    String text = plain.toString();
    int dot = text.lastIndexOf('.');
    if (dot <= 0 || !isNumber(text, dot + 1)) {
      return Optional.empty();
    }
    Path log = FileNames.cut(plain, text.length() - dot);
    var mark = new ArchiveName.Mark.Numbered(Integer.parseInt(text.substring(dot + 1)));
    return Optional.of(new ArchiveName(log, plain, mark, codec));
  }

  /// Whether the rest of the text is a number up to [ArchiveName#MAX_NUMBER], without leading
  /// zeros.
  private static boolean isNumber(String text, int from) {
    int length = text.length() - from;
    if (length == 0 || length > LONGEST_NUMBER || (length > 1 && text.charAt(from) == '0')) {
      return false;
    }
    for (int i = from; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
