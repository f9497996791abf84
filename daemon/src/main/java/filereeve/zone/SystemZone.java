package filereeve.zone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The time zone that the host is set to, by the variable `TZ` or by `/etc/localtime`. It is read
/// as the C library reads it, so that a schedule means the same time as in every other program of
/// the host. Java's own way knows names only: it takes `GMT+5` for the east, and other forms for
/// UTC.
///
/// @param problem what the host says that is not understood; then the zone is UTC, as in the C
///   library
public record SystemZone(ZoneId zone, Optional<String> problem) {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Pattern IN_ZONEINFO = Pattern.compile(".*/zoneinfo/(?:posix/|right/)?(.+)");

  /// Where a host keeps its zones.
  ///
  /// @param localtime a link to a zone, or a copy of one
  /// @param zoneinfo the directory of all zones
  record Places(Path localtime, Path zoneinfo) {}

  /// The one that is set now: it can change while the program runs.
  public static SystemZone now() {
    return of(
        Optional.ofNullable(System.getenv("TZ")),
        new Places(Path.of("/etc/localtime"), Path.of("/usr/share/zoneinfo")),
        Instant.now());
  }

  static SystemZone of(Optional<String> variable, Places places, Instant now) {
    if (variable.isEmpty()) {
      return Files.exists(places.localtime(), LinkOption.NOFOLLOW_LINKS)
          ? ofFile(places.localtime(), places.localtime().toString(), now)
          : of(UTC);
    }
    String set = "TZ=" + variable.get();
    String text = variable.get().replaceFirst("^:", "");
    if (text.isEmpty()) {
      return of(UTC);
    }
    if (text.startsWith("/")) {
      return ofFile(Path.of(text), set, now);
    }
    if (ZoneId.getAvailableZoneIds().contains(text)) {
      return of(ZoneId.of(text));
    }
    Path file = places.zoneinfo().resolve(text).normalize();
    if (file.startsWith(places.zoneinfo()) && Files.isRegularFile(file)) {
      return ofFile(file, set, now);
    }
    return PosixZone.parse(text)
        .map(rules -> of(rules, set, now))
        .orElseGet(() -> unknown(set + " is not a time zone"));
  }

  private static SystemZone ofFile(Path file, String set, Instant now) {
    try {
      Path real = file.toRealPath();
      Matcher name = IN_ZONEINFO.matcher(real.toString());
      return name.matches() && ZoneId.getAvailableZoneIds().contains(name.group(1))
          ? of(ZoneId.of(name.group(1)))
          : of(ZoneFile.read(real), set, now);
    } catch (IOException e) {
      return unknown(set + " is not a time zone that can be read: " + e.getMessage());
    }
  }

  private static SystemZone of(Offsets offsets, String set, Instant now) {
    return offsets
        .zone(new TreeSet<>(ZoneId.getAvailableZoneIds()), now)
        .map(SystemZone::of)
        .orElseGet(() -> unknown(set + " has rules of no known time zone"));
  }

  private static SystemZone of(ZoneId zone) {
    return new SystemZone(zone, Optional.empty());
  }

  private static SystemZone unknown(String problem) {
    return new SystemZone(UTC, Optional.of(problem));
  }
}
