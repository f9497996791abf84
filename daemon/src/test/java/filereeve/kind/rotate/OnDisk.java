package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.archive.ArchiveName;
import filereeve.archive.ArchiveNames;
import filereeve.archive.LogState;
import filereeve.archive.LogState.Temporary;
import filereeve.archive.NamePattern;
import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One name in the directory of a log, as a plan finds it: unless it says otherwise a file of ten
/// bytes that was made and written an hour ago.
record OnDisk(Path path, Stat.Type type, int links, long bytes, Duration age) {
  private static final Path LOG = Path.of("app.log");

  static OnDisk file(String name) {
    return new OnDisk(PlanTable.SRV.resolve(name), Stat.Type.REGULAR, 1, 10, Duration.ofHours(1));
  }

  static OnDisk symlink(String name) {
    return file(name).of(Stat.Type.SYMLINK);
  }

  static OnDisk directory(String name) {
    return file(name).of(Stat.Type.DIRECTORY);
  }

  OnDisk withHardLink() {
    return new OnDisk(path, type, 2, bytes, age);
  }

  OnDisk bytes(long size) {
    return new OnDisk(path, type, links, size, age);
  }

  OnDisk hoursOld(int hours) {
    return new OnDisk(path, type, links, bytes, Duration.ofHours(hours));
  }

  private OnDisk of(Stat.Type other) {
    return new OnDisk(path, other, links, bytes, age);
  }

  /// The log of these names, its archives and its temporary files.
  static LogState state(List<OnDisk> disk) {
    var names = new ArchiveNames(List.of(NamePattern.parse(PlanTable.FORMER)), ZoneOffset.UTC);
    Optional<Stat> live = Optional.empty();
    var files = new ArrayList<Archive.Found>();
    var temporary = new ArrayList<Temporary>();
    for (OnDisk file : disk) {
      Path name = file.path().getFileName();
      Stat stat = file.stat(disk.indexOf(file));
      if (name.equals(LOG)) {
        live = Optional.of(stat);
      } else if (TempNames.isTemp(name)) {
        temporary.add(new Temporary(PlanTable.SRV, name, purpose(name)));
      } else {
        ArchiveName archive = names.read(name).orElseThrow();
        files.add(new Archive.Found(ArchivePlace.directoryOf(file.path()), archive, stat));
      }
    }
    var taken = files.stream().map(file -> file.name().mark()).toList();
    return new LogState(
        PlanTable.SRV,
        LOG,
        live,
        live.map(Stat::size).orElse(0L),
        PlanTable.SRV,
        files,
        taken,
        temporary,
        Optional.empty());
  }

  private static Purpose purpose(Path name) {
    return Stream.of(Purpose.values())
        .filter(purpose -> TempNames.isFor(purpose, name))
        .findFirst()
        .orElseThrow();
  }

  private Stat stat(int inode) {
    Instant time = PlanTable.NOW.minus(age);
    return new Stat(type, 1, inode, 0640, links, 0, 0, bytes, 4096, time, time, time, time, true);
  }
}
