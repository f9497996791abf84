package filereeve.files;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// Which names are archives' names. These are known whatever a rule's settings are, so that an
/// archive stays one when naming or codec change:
///
/// | name | from |
/// |---|---|
/// | `app.log-20261121T000000Z` | dated naming, UTC |
/// | `app.log.1` | numbered naming and logrotate's, the lowest is the newest |
/// | `app.log-20261121`, `app.log-2026112113` | logrotate's `dateext` |
///
/// and of several of one date, `_02` and so on; each alone or compressed: `.zst`, `.gz`, `.xz`,
/// `.bz2`, `.lz4`. A rule's own patterns come before them.
public final class ArchiveNames {
  /// The dated names of ours, by the second and in UTC. Nobody else makes them.
  public static final NamePattern DATED = NamePattern.parse("<name>-<yyyy><MM><dd>T<HH><mm><ss>Z");

  private static final List<NamePattern> LOGROTATE =
      List.of(
          NamePattern.parse("<name>-<yyyy><MM><dd>"),
          NamePattern.parse("<name>-<yyyy><MM><dd><HH>"));

  private static final int LONGEST_NUMBER = String.valueOf(ArchiveName.MAX_NUMBER).length();

  private final List<NamePattern> patterns;
  private final ZoneId zone;

  /// @param patterns those that the rule has or had; if two can read a name, the first does
  /// @param zone of the times in names, but for the [#DATED]
  public ArchiveNames(List<NamePattern> patterns, ZoneId zone) {
    this.patterns = List.copyOf(patterns);
    this.zone = zone;
  }

  /// The names that are known without any rule.
  public static ArchiveNames standard(ZoneId zone) {
    return new ArchiveNames(List.of(), zone);
  }

  /// The zone of the times in names of this pattern.
  public static ZoneId zone(NamePattern pattern, ZoneId zone) {
    return pattern.equals(DATED) ? ZoneOffset.UTC : zone;
  }

  /// @param name a single name, without folders
  public Optional<ArchiveName> read(Path name) {
    String text = name.toString();
    int dot = text.lastIndexOf('.');
    Optional<String> codec =
        Optional.of(text.substring(dot + 1)).filter(s -> dot > 0 && ArchiveName.CODECS.contains(s));
    Path plain = codec.map(s -> FileNames.cut(name, s.length() + 1)).orElse(name);
    return read(patterns, plain, codec)
        .or(() -> read(List.of(DATED), plain, codec))
        .or(() -> numbered(plain, codec))
        .or(() -> read(LOGROTATE, plain, codec));
  }

  private Optional<ArchiveName> read(List<NamePattern> known, Path plain, Optional<String> codec) {
    return known.stream()
        .flatMap(pattern -> pattern.read(plain, codec, zone(pattern, zone)).stream())
        .findFirst();
  }

  private static Optional<ArchiveName> numbered(Path plain, Optional<String> codec) {
    String text = plain.toString();
    int dot = text.lastIndexOf('.');
    if (dot <= 0 || !isNumber(text.substring(dot + 1))) {
      return Optional.empty();
    }
    Path log = FileNames.cut(plain, text.length() - dot);
    var mark = new ArchiveName.Mark.Numbered(Integer.parseInt(text.substring(dot + 1)));
    return Optional.of(new ArchiveName(log, plain, mark, codec));
  }

  /// From 0 to [ArchiveName#MAX_NUMBER], as it is written.
  private static boolean isNumber(String text) {
    boolean isShort = !text.isEmpty() && text.length() <= LONGEST_NUMBER;
    return isShort
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && (text.length() == 1 || text.charAt(0) != '0');
  }
}
