package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.archive.Archive;
import filereeve.archive.ArchiveName;
import filereeve.archive.ArchiveNames;
import filereeve.archive.FreeSpace;
import filereeve.archive.Keep;
import filereeve.archive.LogState;
import filereeve.archive.LogState.Temporary;
import filereeve.archive.NamePattern;
import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import filereeve.posix.Stat;
import filereeve.units.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The rules of rotation, as one table: what is on disk, what the rule says, what is asked for, and
/// the plan as a dry run prints it. It is noon of the 21st of November 2026.
class RotationPlanTest {
  private static final Path SRV = Path.of("/srv");
  private static final Path LOG = Path.of("app.log");
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String FORMER = "<stem>-<yyyy><MM><dd><ext>";
  private static final String STAMP = "app.log-20261121T120000Z";
  private static final String NOTHING = "";

  /// @param disk a file each: its name, its bytes, and how many hours ago it was made and written;
  ///   without a number it has 10 bytes and is an hour old
  record Row(String rule, List<String> disk, RuleBuilder settings, Cause cause, String plan) {
    @Override
    public String toString() {
      return rule;
    }
  }

  static Stream<Row> rows() {
    return Stream.of(due(), names(), methods(), recovery(), hooks(), retention(), handOver())
        .flatMap(List::stream);
  }

  private static List<Row> due() {
    return List.of(
        row("an empty directory needs nothing", disk(), r -> r.size(1), Cause.OPERATOR, NOTHING),
        row(
            "a log that reaches its size is rotated",
            disk("app.log 100"),
            r -> r.size(100),
            Cause.CHANGE,
            dated("size")),
        row("a smaller one is not", disk("app.log 99"), r -> r.size(100), Cause.CHANGE, NOTHING),
        row(
            "a log that was begun long enough ago is rotated",
            disk("app.log 1 25"),
            r -> r.age(Duration.ofHours(24)),
            Cause.RESCAN,
            dated("age")),
        row(
            "a log is no older than its newest archive",
            disk("app.log 1 25", "app.log.1 1 23"),
            r -> r.age(Duration.ofHours(24)),
            Cause.RESCAN,
            NOTHING),
        row(
            "a schedule asks for all logs",
            disk("app.log 1"),
            r -> r,
            Cause.SCHEDULE,
            dated("schedule")),
        row(
            "date: begin is the rotation before, or the birth of the log",
            disk("app.log 1 30"),
            r -> r.naming(new Naming.Dated(ArchiveNames.DATED, Naming.Date.BEGIN)),
            Cause.SCHEDULE,
            dated("schedule").replace(STAMP, "app.log-20261120T060000Z")),
        row(
            "date: previous is a day before, if the day is the smallest part",
            disk("app.log 1"),
            r ->
                r.naming(
                    new Naming.Dated(
                        NamePattern.parse("<name>-<yyyy><MM><dd>"), Naming.Date.PREVIOUS)),
            Cause.SCHEDULE,
            dated("schedule").replace(STAMP, "app.log-20261120")),
        row("so does an operator", disk("app.log 1"), r -> r, Cause.OPERATOR, dated("operator")),
        row("but never for an empty one", disk("app.log 0"), r -> r, Cause.OPERATOR, NOTHING),
        row(
            "nor for one under min_size",
            disk("app.log 9"),
            r -> r.minSize(10),
            Cause.OPERATOR,
            NOTHING),
        row(
            "a symbolic link is skipped",
            disk("app.log symlink"),
            r -> r,
            Cause.OPERATOR,
            "rotate: skip app.log: it is a symbolic link. Name the file that it points to in the"
                + " rule"),
        row(
            "so is a log with a hard link",
            disk("app.log hardlink"),
            r -> r,
            Cause.OPERATOR,
            "rotate: skip app.log: it has 2 names (hard links), and renaming one leaves the"
                + " others. Remove the other names"),
        row(
            "and a directory",
            disk("app.log directory"),
            r -> r,
            Cause.OPERATOR,
            "rotate: skip app.log: it is a directory. Name the files in it: its path with /*.log"));
  }

  private static List<Row> names() {
    return List.of(
        row(
            "numbered archives move up, the highest first",
            disk("app.log", "app.log.1", "app.log.2.gz"),
            r -> r.naming(Naming.NUMBERED),
            Cause.OPERATOR,
            "rotate, if no other log's archives mix with its own and only its owner can swap it and"
                + " it is no program: require free app.log.3; rename app.log.2.gz to app.log.3.gz;"
                + " rename app.log.1 to app.log.2; rename app.log to app.log.1 (operator)"),
        row(
            "they move up to the lowest free number",
            disk("app.log", "app.log.1", "app.log.3"),
            r -> r.naming(Naming.NUMBERED),
            Cause.OPERATOR,
            "rotate, if no other log's archives mix with its own and only its owner can swap it and"
                + " it is no program: require free app.log.2; rename app.log.1 to app.log.2; rename"
                + " app.log to app.log.1 (operator)"),
        row(
            "after an interruption only those below the gap still move",
            disk("app.log", "app.log.2", "app.log.3"),
            r -> r.naming(Naming.NUMBERED),
            Cause.OPERATOR,
            "rotate, if no other log's archives mix with its own and only its owner can swap it and"
                + " it is no program: require free app.log.1; rename app.log to app.log.1"
                + " (operator)"),
        row(
            "numbers below a new start come first",
            disk("app.log", "app.log.0", "app.log.1"),
            r -> r.naming(new Naming.Numbered(1)),
            Cause.OPERATOR,
            "rotate, if no other log's archives mix with its own and only its owner can swap it and"
                + " it is no program: require free app.log.3 and app.log.2; rename app.log.1 to"
                + " app.log.3; rename app.log.0 to app.log.2; rename app.log to app.log.1"
                + " (operator)"),
        row(
            "numbers may start at 0",
            disk("app.log", "app.log.0"),
            r -> r.naming(new Naming.Numbered(0)),
            Cause.OPERATOR,
            "rotate, if no other log's archives mix with its own and only its owner can swap it and"
                + " it is no program: require free app.log.1; rename app.log.0 to app.log.1; rename"
                + " app.log to app.log.0 (operator)"),
        row(
            "the second archive of a second gets the next name",
            disk("app.log", STAMP + ".zst"),
            r -> r,
            Cause.OPERATOR,
            "rotate, if no other log's archives mix with its own and only its owner can swap it and it is no program: require free %1$s_02;"
                    .formatted(STAMP)
                + " rename app.log to %s_02 (operator)".formatted(STAMP)),
        row(
            "a pattern of one's own keeps the extension",
            disk("app.log"),
            r -> r.pattern(FORMER),
            Cause.OPERATOR,
            "rotate, if no other log's archives mix with its own and only its owner can swap it and"
                + " it is no program: require free app-20261121.log; rename app.log to"
                + " app-20261121.log (operator)"),
        row(
            "an archive in two variants becomes one before it moves",
            disk("app.log", "app.log.1", "app.log.1.gz"),
            r -> r.naming(Naming.NUMBERED),
            Cause.OPERATOR,
            """
            join variants: compare app.log.1 and app.log.1.gz
            rotate, if no other log's archives mix with its own and only its owner can swap it and it is no program: require free app.log.2; \
            rename app.log.1 to app.log.2; rename app.log.1.gz to app.log.2.gz; \
            rename app.log to app.log.1 (operator)
            compress: compress app.log.2\
            """));
  }

  private static List<Row> methods() {
    return List.of(
        row(
            "create: the new log is created first, and then swapped for the log",
            disk("app.log"),
            r -> r.create(),
            Cause.OPERATOR,
            "rotate, if no other log's archives mix with its own and only its owner can swap it and it is no program: require free %1$s;"
                    .formatted(STAMP)
                + " create .app.log.filereeve-create; swap app.log and .app.log.filereeve-create;"
                + " rename .app.log.filereeve-create to %s (operator)".formatted(STAMP)),
        row(
            "copytruncate: the log is copied and cut",
            disk("app.log", "app.log.1"),
            r -> r.copyTruncate().naming(Naming.NUMBERED),
            Cause.OPERATOR,
            "rotate, if no other log's archives mix with its own and only its owner can swap it and"
                + " it is no program and its writers append: require free app.log.2; rename"
                + " app.log.1 to app.log.2; copy and cut app.log; rename the copy of app.log to"
                + " app.log.1 (operator)"),
        row(
            "unsafe_writer: accept asks no writer",
            disk("app.log"),
            r -> r.method(new Method.CopyTruncate(true, false)).pattern("<name>-<yyyy>"),
            Cause.OPERATOR,
            "rotate, if no other log's archives mix with its own and only its owner can swap it and"
                + " it is no program: require free app.log-2026; copy and cut app.log; rename the"
                + " copy of app.log to app.log-2026 (operator)"));
  }

  private static List<Row> recovery() {
    return List.of(
        row(
            "an interrupted copytruncate is finished or discarded, whatever the method is now",
            disk("app.log", ".app.log.filereeve-copy", ".app.log.filereeve-cut", "app.log.1"),
            r -> r.naming(Naming.NUMBERED),
            Cause.START,
            """
            finish copytruncate, if the log was cut: require free app.log.2; \
            rename app.log.1 to app.log.2; rename the copy of app.log to app.log.1
            finish copytruncate, if the log was not cut: remove .app.log.filereeve-cut; \
            remove .app.log.filereeve-copy\
            """),
        row(
            "a new log that was left while the log is still there is removed",
            disk("app.log", ".app.log.filereeve-create"),
            r -> r.create(),
            Cause.START,
            """
            finish new log, if the log was swapped for the new one: require free %1$s; \
            rename .app.log.filereeve-create to %1$s
            finish new log, if the log was not swapped for the new one: \
            remove .app.log.filereeve-create\
            """
                .formatted(STAMP)),
        row(
            "left when the log had become an archive, it is recreated",
            disk(".app.log.filereeve-create", "app.log.1"),
            r -> r.create(),
            Cause.START,
            """
            finish new log, if the log was swapped for the new one: require free %1$s; \
            rename .app.log.filereeve-create to %1$s
            finish new log, if the log was not swapped for the new one: \
            remove .app.log.filereeve-create; create .app.log.filereeve-create; \
            rename .app.log.filereeve-create to app.log\
            """
                .formatted(STAMP)),
        row(
            "an interrupted removal is finished",
            disk("app.log", ".app.log.1.filereeve-shred"),
            r -> r.shred(),
            Cause.RESCAN,
            "finish shred: overwrite and remove .app.log.1.filereeve-shred"),
        row(
            "a temporary archive that no compression uses is removed",
            disk("app.log", ".app.log.1.zst.filereeve-compress"),
            r -> r,
            Cause.START,
            "remove temporary archive: remove .app.log.1.zst.filereeve-compress"),
        row(
            "all of it, in order, and then the rotation",
            disk(
                "app.log",
                ".app.log.filereeve-create",
                ".app.log.1.zst.filereeve-compress",
                ".app.log.2.filereeve-shred",
                ".app.log.filereeve-notify",
                ".app.log.filereeve-cut"),
            r -> r.create().after(),
            Cause.OPERATOR,
            """
            finish copytruncate, if the log was cut: require free %1$s; \
            rename the copy of app.log to %1$s
            finish copytruncate, if the log was not cut: remove .app.log.filereeve-cut
            finish new log, if the log was swapped for the new one: require free %1$s; \
            create .app.log.filereeve-notify; rename .app.log.filereeve-create to %1$s
            finish new log, if the log was not swapped for the new one: \
            remove .app.log.filereeve-create
            finish shred: overwrite and remove .app.log.2.filereeve-shred
            remove temporary archive: remove .app.log.1.zst.filereeve-compress
            rotate, if no other log's archives mix with its own and only its owner can swap it and it is no program: require free %1$s; \
            create .app.log.filereeve-notify; create .app.log.filereeve-create; \
            swap app.log and .app.log.filereeve-create; \
            rename .app.log.filereeve-create to %1$s (operator)
            notify: run "after" for app.log, now %1$s\
            """
                .formatted(STAMP)));
  }

  private static List<Row> hooks() {
    return List.of(
        row(
            "before is asked for last, after runs for what was renamed",
            disk("app.log"),
            r -> r.hooks(true, Hooks.Per.EACH).copyTruncate(),
            Cause.OPERATOR,
            """
            rotate, if no other log's archives mix with its own and only its owner can swap it and it is no program and its writers append \
            and "before" has run: require free %1$s; create .app.log.filereeve-notify; \
            copy and cut app.log; rename the copy of app.log to %1$s (operator)
            notify: run "after" for app.log, now %1$s\
            """
                .formatted(STAMP)),
        row(
            "a mark that was left says that the writer is still to be notified",
            disk("app.log", ".app.log.filereeve-notify", "app.log.1"),
            r -> r.after(),
            Cause.RESCAN,
            "notify: run \"after\" for app.log, now app.log.1"),
        row(
            "a rule without after removes the mark",
            disk("app.log", ".app.log.filereeve-notify", "app.log.1"),
            r -> r,
            Cause.RESCAN,
            "notify: remove .app.log.filereeve-notify"),
        row(
            "at the start a writer is notified that still has the newest archive open",
            disk("app.log", "app.log.1"),
            r -> r.after(),
            Cause.START,
            "notify, if its writer still has it open: run \"after\" for app.log, now app.log.1"),
        row(
            "a compressed archive has no writer",
            disk("app.log", "app.log.1.zst"),
            r -> r.after(),
            Cause.START,
            NOTHING));
  }

  private static List<Row> retention() {
    var total = new Keep(OptionalInt.empty(), Optional.empty(), Optional.of(new Size(25)), free());
    return List.of(
        row(
            "keep.files counts the new archive, and names the archives as the rotation leaves them",
            disk("app.log", "app.log.1", "app.log.2.gz"),
            r -> r.naming(Naming.NUMBERED).keepFiles(2),
            Cause.OPERATOR,
            """
            rotate, if no other log's archives mix with its own and only its owner can swap it and it is no program: require free app.log.3; \
            rename app.log.2.gz to app.log.3.gz; rename app.log.1 to app.log.2; \
            rename app.log to app.log.1 (operator)
            retain: remove app.log.3.gz (keep.files)\
            """),
        row(
            "keep.age removes without a rotation; a plain archive only if nobody writes it",
            disk("app.log", "app.log.1 1 48", "app.log.2.gz 1 49", "app.log.3 1 50"),
            r -> r.keepAge(Duration.ofDays(1)),
            Cause.RESCAN,
            """
            retain, if no process writes it and the clock can be trusted: \
            remove app.log.3 (keep.age)
            retain, if the clock can be trusted: remove app.log.2.gz (keep.age)\
            """),
        row(
            "keep.age keeps what was rotated after one that is younger: one of the two dates is"
                + " wrong",
            disk("app.log", "app.log.1 1 48", "app.log.2.gz 1 10", "app.log.3 1 50"),
            r -> r.keepAge(Duration.ofDays(1)),
            Cause.RESCAN,
            """
            retain, if no process writes it and the clock can be trusted: \
            remove app.log.3 (keep.age)\
            """),
        row(
            "keep.total counts bytes from the newest, and is no matter of keep.free",
            disk("app.log", "app.log.1 20", "app.log.2.gz 5", "app.log.3.gz 1"),
            r -> r.keep(total),
            Cause.RESCAN,
            "retain: remove app.log.3.gz (keep.total)"),
        row(
            "an archive in two variants is removed in both",
            disk("app.log", "app.log.1", "app.log.2", "app.log.2.zst"),
            r -> r.keepFiles(1),
            Cause.RESCAN,
            "retain, if no process writes it: remove app.log.2 and app.log.2.zst (keep.files)"),
        row(
            "archives of former settings are the log's too",
            disk(
                "app.log",
                "app-20261110.log",
                "app.log.7.xz 1 500",
                "app.log-20261101T000000Z.gz",
                "old/app.log-20261120.gz"),
            r -> r.keepFiles(1),
            Cause.RESCAN,
            """
            retain: remove app.log.7.xz (keep.files)
            retain: remove app.log-20261101T000000Z.gz (keep.files)
            retain, if no process writes it: remove app-20261110.log (keep.files)\
            """),
        row(
            "archives of a log that nobody has ever seen are skipped",
            disk("app.log.1", "app.log.2.gz"),
            r -> r.keepFiles(0).compress(Codec.ZSTD).mailNew(),
            Cause.RESCAN,
            NOTHING),
        row(
            "a name that only this program makes shows that there was a log",
            disk("app.log-20261120T000000Z.gz"),
            r -> r.keepFiles(0),
            Cause.RESCAN,
            "retain: remove app.log-20261120T000000Z.gz (keep.files)"));
  }

  private static Optional<FreeSpace> free() {
    return Optional.of(FreeSpace.parse("99%"));
  }

  private static List<Row> handOver() {
    return List.of(
        row(
            "what is plain is compressed, but for the newest on request",
            disk("app.log", "app.log.1", "app.log.2", "app.log.3.gz", "app.log.4"),
            r -> r.compress(Optional.of(Codec.ZSTD), 1),
            Cause.RESCAN,
            "compress: compress app.log.2 and app.log.4"),
        row(
            "what is removed is not compressed",
            disk("app.log", "app.log.1", "app.log.2"),
            r -> r.compress(Codec.ZSTD).keepFiles(1),
            Cause.RESCAN,
            """
            retain, if no process writes it: remove app.log.2 (keep.files)
            compress: compress app.log.1\
            """),
        row(
            "two variants are finished also where nothing is compressed any more",
            disk("app.log", "app.log.1", "app.log.1.gz"),
            r -> r,
            Cause.RESCAN,
            "compress: compress app.log.1"),
        row(
            "on_archive.mail: the log is marked, and no archive is removed while its mail is"
                + " pending",
            disk("app.log", "app.log.1"),
            r -> r.naming(Naming.NUMBERED).mailNew().keepFiles(1).compress(Codec.ZSTD),
            Cause.OPERATOR,
            """
            rotate, if no other log's archives mix with its own and only its owner can swap it and it is no program: require free app.log.2; \
            mark app.log for delivery; rename app.log.1 to app.log.2; \
            rename app.log to app.log.1 (operator)
            retain, if no process writes it and no delivery of it is pending: \
            remove app.log.2 (keep.files)
            compress: compress app.log.1 and app.log.2
            deliver: deliver what is pending\
            """),
        row(
            "on_remove.mail: the mail comes first, so the run that mails removes",
            disk("app.log", "app.log.1.gz"),
            r -> r.mailRemoved().keepFiles(0),
            Cause.RESCAN,
            "deliver: deliver what is pending"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void planIs(Row row) {
    var plan =
        RotationPlan.of(
            state(row.disk()), row.settings().settings(), Request.of(Set.of(row.cause())), NOW);

    assertThat(plan).hasToString(row.plan());
  }

  @Test
  void withoutARotationThePlanIsWhatComesAfterIt() {
    RotateSettings settings =
        RuleBuilder.of(SRV, "*.log").size(1).keepFiles(0).compress(Codec.ZSTD).settings();
    Request request = Request.of(Set.of(Cause.OPERATOR)).withoutRotation();

    assertThat(RotationPlan.of(state(disk("app.log", "app.log.1.gz")), settings, request, NOW))
        .hasToString("retain: remove app.log.1.gz (keep.files)");
  }

  @Test
  void whatARotationLeavesIsWhatTheNextPlanIsMadeOf() {
    RotateSettings settings =
        RuleBuilder.of(SRV, "*.log").naming(Naming.NUMBERED).after().keepFiles(2).settings();
    Request request = Request.of(Set.of(Cause.OPERATOR));
    RotationPlan plan =
        RotationPlan.of(
            state(disk("app.log", "app.log.1", "app.log.2.gz")), settings, request, NOW);

    LogState left =
        state(disk(".app.log.filereeve-notify", "app.log.1", "app.log.2", "app.log.3.gz"));
    assertThat(plan.after().files())
        .extracting(file -> file.name().file())
        .containsExactlyInAnyOrderElementsOf(
            left.files().stream().map(file -> file.name().file()).toList());
    assertThat(plan.after().temporary()).isEqualTo(left.temporary());
  }

  private static Row row(
      String rule,
      List<String> disk,
      UnaryOperator<RuleBuilder> settings,
      Cause cause,
      String plan) {
    return new Row(rule, disk, settings.apply(RuleBuilder.of(SRV, "*.log")), cause, plan);
  }

  private static List<String> disk(String... files) {
    return List.of(files);
  }

  private static String dated(String why) {
    return "rotate, if no other log's archives mix with its own and only its owner can swap it and it is no program: require free %1$s; rename app.log to %1$s (%2$s)"
        .formatted(STAMP, why);
  }

  private static LogState state(List<String> disk) {
    var names = new ArchiveNames(List.of(NamePattern.parse(FORMER)), ZoneOffset.UTC);
    Optional<Stat> live = Optional.empty();
    var files = new ArrayList<Archive.Found>();
    var temporary = new ArrayList<Temporary>();
    for (String text : disk) {
      Path path = SRV.resolve(text.split(" ", -1)[0]);
      Path name = path.getFileName();
      Stat stat = stat(text, disk.indexOf(text));
      if (name.equals(LOG)) {
        live = Optional.of(stat);
      } else if (TempNames.isTemp(name)) {
        temporary.add(new Temporary(SRV, name, purpose(name)));
      } else {
        ArchiveName archive = names.read(name).orElseThrow();
        files.add(new Archive.Found(ArchivePlace.directoryOf(path), archive, stat));
      }
    }
    var taken = files.stream().map(file -> file.name().mark()).toList();
    return new LogState(
        SRV,
        LOG,
        live,
        live.map(Stat::size).orElse(0L),
        SRV,
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

  private static Stat stat(String text, int inode) {
    String[] words = text.split(" ", -1);
    String kind = words.length > 1 ? words[1] : "10";
    boolean isNumber = kind.matches("\\d+");
    long hours = words.length > 2 ? Long.parseLong(words[2]) : 1;
    Instant time = NOW.minus(Duration.ofHours(hours));
    return new Stat(
        switch (kind) {
          case "symlink" -> Stat.Type.SYMLINK;
          case "directory" -> Stat.Type.DIRECTORY;
          default -> Stat.Type.REGULAR;
        },
        1,
        inode,
        0640,
        kind.equals("hardlink") ? 2 : 1,
        0,
        0,
        isNumber ? Long.parseLong(kind) : 10,
        4096,
        time,
        time,
        time,
        time,
        true);
  }
}
