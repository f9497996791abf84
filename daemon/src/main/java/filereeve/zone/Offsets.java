package filereeve.zone;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The offsets of local time that something describes without saying whose they are.
interface Offsets {
  /// How many years of changes have to agree. Schedules look no further ahead.
  int YEARS = 4;

  ZoneOffset at(Instant time);

  /// When the offset changes: after the first instant, and not after the last one.
  List<Instant> changes(Instant after, Instant last);

  /// A zone that has the same offsets from now on.
  ///
  /// @param candidates names of zones, the most likely first
  /// @return empty if there is none
  default Optional<ZoneId> zone(Iterable<String> candidates, Instant now) {
    Instant last =
        LocalDateTime.ofInstant(now, ZoneOffset.UTC).plusYears(YEARS).toInstant(ZoneOffset.UTC);
    List<Instant> changes = changes(now, last);
    if (changes.isEmpty()) {
      return Optional.of(at(now));
    }
    for (String name : candidates) {
      ZoneId zone = ZoneId.of(name);
      if (isSame(zone.getRules(), changes, now, last)) {
        return Optional.of(zone);
      }
    }
    return Optional.empty();
  }

  private boolean isSame(ZoneRules rules, List<Instant> changes, Instant now, Instant last) {
    var theirs = new ArrayList<Instant>();
    ZoneOffsetTransition next = rules.nextTransition(now);
    while (next != null && !next.getInstant().isAfter(last) && theirs.size() <= changes.size()) {
      theirs.add(next.getInstant());
      next = rules.nextTransition(next.getInstant());
    }
    return theirs.equals(changes)
        && rules.getOffset(now).equals(at(now))
        && changes.stream().allMatch(time -> rules.getOffset(time).equals(at(time)));
  }
}
