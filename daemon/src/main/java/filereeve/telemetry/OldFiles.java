package filereeve.telemetry;

import filereeve.files.Directory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a log file was put aside as: `filereeve.log.2026-11-20`, after the day of its last line,
/// and then `filereeve.log.2026-11-20.2` if there was more than one on that day.
final class OldFiles {
  private record OldFile(Path name, LocalDate day, int number) {}

  private final Directory directory;
  private final Path log;
  private final Pattern pattern;

  OldFiles(Directory directory, Path log) {
    this.directory = directory;
    this.log = log;
    this.pattern =
        Pattern.compile(Pattern.quote(log.toString()) + "\\.(\\d{4}-\\d\\d-\\d\\d)(\\.\\d{1,9})?");
  }

  /// Renames the log file to the next name of this day.
  ///
  /// @return that name
  Path add(LocalDate day) throws IOException {
    int last =
        all().stream().filter(f -> f.day().equals(day)).mapToInt(OldFile::number).max().orElse(0);
    Path name = Path.of(log + "." + day + (last == 0 ? "" : "." + (last + 1)));
    directory.rename(log, directory, name);
    return name;
  }

  /// Removes the oldest, until so many are left. A day that is still to come was a wrong clock's:
  /// such files count as the oldest.
  void keep(int count, LocalDate today) throws IOException {
    List<OldFile> all = all();
    all.sort(
        Comparator.comparingInt((OldFile f) -> f.day().isAfter(today) ? 0 : 1)
            .thenComparing(OldFile::day)
            .thenComparingInt(OldFile::number));
    for (OldFile old : all.subList(0, Math.max(0, all.size() - count))) {
      directory.remove(old.name());
    }
  }

  private List<OldFile> all() throws IOException {
    var all = new ArrayList<OldFile>();
    directory.eachName(name -> old(name).ifPresent(all::add));
    return all;
  }

  private Optional<OldFile> old(Path name) {
    Matcher matcher = pattern.matcher(name.toString());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String number = matcher.group(2);
    try {
      return Optional.of(
          new OldFile(
              name,
              LocalDate.parse(matcher.group(1)),
              number == null ? 1 : Integer.parseInt(number.substring(1))));
    } catch (DateTimeParseException _) {
      return Optional.empty(); // such as the 31st of November: not ours
    }
  }
}
