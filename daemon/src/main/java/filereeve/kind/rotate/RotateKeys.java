package filereeve.kind.rotate;

import static filereeve.rule.CommonKeys.RESCAN;
import static filereeve.rule.CommonKeys.RETRY;
import static filereeve.rule.CommonKeys.SCHEDULE;
import static filereeve.rule.CommonKeys.TIMEOUT;

import filereeve.archive.Keep;
import filereeve.event.RuleName;
import filereeve.kind.rotate.RotateSettings.Compression;
import filereeve.kind.rotate.RotateSettings.Create;
import filereeve.kind.rotate.RotateSettings.Destinations;
import filereeve.kind.rotate.RotateSettings.Missing;
import filereeve.queue.Debounce;
import filereeve.route.Claim;
import filereeve.route.Glob;
import filereeve.rule.AccessKeys;
import filereeve.rule.CodecKeys;
import filereeve.rule.CommonKeys;
import filereeve.rule.GlobTypes;
import filereeve.rule.Rule;
import filereeve.schedule.ScheduleSettings;
import filereeve.schema.Key;
import filereeve.schema.Named;
import filereeve.schema.Section;
import filereeve.schema.Shorthand;
import filereeve.schema.Type;
import filereeve.schema.Types;
import filereeve.schema.Values;
import filereeve.units.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A rule of the section `rotate`.
final class RotateKeys {
  static final String NAME = "rotate";

  /// A busy log is never quiet: it is inspected once a second at most.
  private static final Debounce DEBOUNCE =
      new Debounce(Duration.ofSeconds(1), Duration.ofSeconds(1));

  private record Limits(
      Optional<Size> size, Optional<Duration> age, Optional<ScheduleSettings> schedule) {
    static final Limits NONE = new Limits(Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static final Key<Size> SIZE =
      Key.optional("size", Types.SIZE, "Rotate a log that has reached it, within a second or so.");
  private static final Key<Duration> AGE =
      Key.optional("age", Types.duration("1m"), "Rotate a log that was begun this long ago.");
  private static final Key<Limits> WHEN =
      Key.optional(
          "when",
          Section.of(
                  "`when`",
                  List.<Key<?>>of(SIZE, AGE, SCHEDULE),
                  v -> new Limits(v.find(SIZE), v.find(AGE), v.find(SCHEDULE)))
              .withRefused(LogrotateWords.PERIODS)
              .withRefused(CommonKeys.TIMER_WORDS),
          "Whichever comes first. A rule needs at least one of `size`, `age` and `schedule`.");

  private static final Key<Integer> MODE =
      Key.optional(
          "mode",
          Types.MODE,
          "Such as `\"0640\"`; without it, the mode, ACL and attributes of the old log.");
  private static final Key<String> OWNER = Key.optional("owner", Types.ACCOUNT_NAME, "A user.");
  private static final Key<String> GROUP = Key.optional("group", Types.ACCOUNT_NAME, "A group.");
  private static final Section<Create> CREATE_SECTION =
      Section.of(
          "`create`",
          List.<Key<?>>of(MODE, OWNER, GROUP),
          v -> new Create(v.find(MODE), v.find(OWNER), v.find(GROUP)));

  private static final Key<Integer> SKIP_NEWEST =
      Key.of(
          "skip_newest",
          Types.whole(0, 1000),
          "0",
          "This many of the newest archives are not compressed.");
  private static final Section<Compression> COMPRESS_SECTION =
      Section.of(
              "`compress`",
              List.<Key<?>>of(CodecKeys.CODEC, CodecKeys.LEVEL, CodecKeys.FRAME, SKIP_NEWEST),
              v -> new Compression(CodecKeys.codec(v), v.get(CodecKeys.LEVEL), v.get(SKIP_NEWEST)))
          .withCheck(CodecKeys::check);

  static final Key<List<Glob>> FILES =
      Key.required(
          "files",
          GlobTypes.inputList("[/var/log/app/*.log]"),
          "The logs to rotate. An archive is never taken for a log.");
  private static final Key<Size> MIN_SIZE =
      Key.of(
          "min_size",
          Types.SIZE,
          "0 B",
          "Nothing smaller is rotated, whatever else says so. Empty files never are.");
  private static final Key<Create> CREATE =
      Key.optional(
          "create",
          CREATE_SECTION,
          "Create a new empty log at once. What is left out is taken from the rotated one.");
  private static final Key<Missing> MISSING =
      Key.of(
          "missing",
          Types.oneOf(Missing.class),
          "ok",
          "What it means that no file matches `files`: nothing, or a failed run.");
  static final Type<String> DIRECTORY =
      Types.text(
          "directory",
          "the name of a directory beside the log, or an absolute path",
          "Name a directory to put archives into, such as archive, or write an absolute path",
          RotateKeys::archiveDir);

  static final Key<String> ARCHIVE_DIR =
      Key.optional(
          "archive_dir",
          DIRECTORY,
          "A directory for the archives: a name beside the log, created if missing, or the absolute"
              + " path of one that exists. Logs of the same name in different directories cannot"
              + " share one. On another filesystem or mount than the log's, archives are kept"
              + " beside the log until no process writes them, and are then compressed or copied to"
              + " there: with dated names only.");
  private static final Key<Boolean> CREATE_ARCHIVE_DIR =
      Key.of(
          "create_archive_dir",
          Types.BOOLEAN,
          "false",
          "Create an absolute `archive_dir` if it is missing. Without this, a missing one is an"
              + " error, and logs are not rotated: its disk may not be mounted.");
  private static final Key<Keep> KEEP =
      Key.optional(
          "keep",
          KeepKeys.SECTION,
          "Which archives are kept: those within every limit given. Without it, all are kept"
              + " forever.");
  private static final Key<Optional<Compression>> COMPRESS =
      Key.of(
          "compress",
          new Shorthand<>(COMPRESS_SECTION, "codec"),
          "zstd",
          "Compress the archives; `none` leaves them as they are.");

  private static final Section<Rule<RotateSettings>> RULE =
      Section.of(
              "a rotate rule",
              List.<Key<?>>of(
                  FILES,
                  MISSING,
                  WHEN,
                  MIN_SIZE,
                  MethodKeys.METHOD,
                  MethodKeys.UNSAFE_WRITER,
                  MethodKeys.PAUSE_WRITER,
                  CREATE,
                  HookKeys.BEFORE,
                  HookKeys.AFTER,
                  HookKeys.HOOKS,
                  NameKeys.NAME,
                  NameKeys.DATE,
                  NameKeys.START,
                  NameKeys.ZONE,
                  ARCHIVE_DIR,
                  CREATE_ARCHIVE_DIR,
                  KEEP,
                  ArchiveKeys.ON_REMOVE,
                  ArchiveKeys.ON_ARCHIVE,
                  AccessKeys.USER,
                  AccessKeys.GROUP,
                  AccessKeys.UNSAFE_DIRECTORY,
                  AccessKeys.EXECUTABLES,
                  COMPRESS,
                  RESCAN,
                  TIMEOUT,
                  RETRY,
                  SCHEDULE),
              RotateKeys::rule)
          .withCheck(RotateKeys::check)
          .withReserved("notify", "trust_group", "at_most")
          .withRefused(LogrotateWords.ALL)
          .withRefused(CommonKeys.TIMER_WORDS)
          .withRefused(
              Map.of(
                  "settle",
                  "`settle` is called `debounce`, and a rotate rule has none. Remove it",
                  "debounce",
                  "a rotate rule has no `debounce`: a busy log is never quiet, so it is inspected"
                      + " once a second at most. Remove it",
                  "into",
                  "`into` is called `archive_dir`. Write archive_dir",
                  "removed",
                  "`removed` is called `on_remove`. Write on_remove",
                  "rotated",
                  "`rotated` is called `on_archive`. Write on_archive"));

  static final Key<List<Rule<RotateSettings>>> SECTION =
      Key.optional(NAME, new Named<>("rule", RULE), "Rules that rotate logs.");

  private RotateKeys() {}

  static String archiveDir(String text) {
    if (text.startsWith("/")) {
      return Types.absolute(text);
    }
    if (text.isEmpty() || text.contains("/") || text.equals("..") || text.equals(".")) {
      throw new IllegalArgumentException(
          "\"%s\" is neither a plain name nor an absolute path".formatted(text));
    }
    return text;
  }

  private static void check(Values v) {
    Limits limits = v.find(WHEN).orElse(Limits.NONE);
    boolean badLimits = v.has(WHEN) && v.find(WHEN).isEmpty();
    boolean none = limits.equals(Limits.NONE) && !v.has(SCHEDULE);
    if (none && !badLimits) {
      v.error(
          "nothing says when to rotate",
          "Add `when` with `size`, `age` or `schedule`, such as when: {size: 100 MiB}");
    }
    if (limits.schedule().isPresent() && v.has(SCHEDULE)) {
      v.error(SCHEDULE, "`when.schedule` already is the schedule", "Keep one of them");
    }
    Optional<Size> min = v.find(MIN_SIZE);
    if (limits.size().isPresent()
        && min.isPresent()
        && min.get().compareTo(limits.size().get()) > 0) {
      v.hint(
          MIN_SIZE,
          "min_size is larger than when.size (%s), so that min_size alone decides"
              .formatted(limits.size().get()),
          "Lower min_size, or raise when.size");
    }
    HookKeys.check(v);
    NameKeys.check(v);
    AccessKeys.check(v);
    MethodKeys.check(v, CREATE);
    checkArchiveDir(v);
    if (!v.has(KEEP) || v.find(KEEP).equals(Optional.of(Keep.ALL))) {
      v.hint("its archives are never removed", "Limit them, such as keep: {files: 14}");
    }
  }

  private static void checkArchiveDir(Values v) {
    Optional<List<Glob>> files = v.find(FILES);
    boolean oneDirectory = files.isEmpty() || Glob.onlyDirectory(files.get()).isPresent();
    boolean absolute = v.find(ARCHIVE_DIR).filter(into -> into.startsWith("/")).isPresent();
    if (absolute && !oneDirectory) {
      v.error(
          ARCHIVE_DIR,
          "archives of logs of several directories would mix in one",
          "Name a directory beside the logs, or make a rule for each directory");
    }
    if (v.find(CREATE_ARCHIVE_DIR).orElse(false) && !absolute) {
      v.hint(
          CREATE_ARCHIVE_DIR,
          "`create_archive_dir` has no effect without an absolute `archive_dir`",
          "Remove it");
    }
  }

  private static Rule<RotateSettings> rule(Values v) {
    RuleName name = new RuleName(NAME, v.name());
    Limits limits = v.find(WHEN).orElse(Limits.NONE);
    var settings =
        new RotateSettings(
            name,
            v.get(FILES),
            v.get(MISSING),
            new RotateSettings.When(limits.size(), limits.age(), v.get(MIN_SIZE)),
            new RotateSettings.How(
                MethodKeys.method(v),
                MethodKeys.keepsTheLog(v) ? Optional.empty() : v.find(CREATE),
                HookKeys.hooks(v)),
            new RotateSettings.Names(
                NameKeys.naming(v),
                v.get(NameKeys.ZONE),
                v.find(ARCHIVE_DIR),
                v.get(CREATE_ARCHIVE_DIR)),
            new RotateSettings.Archives(
                v.find(KEEP).orElse(Keep.ALL),
                v.get(ArchiveKeys.ON_REMOVE),
                v.find(ArchiveKeys.ON_ARCHIVE).orElse(Destinations.NONE),
                v.get(COMPRESS)),
            AccessKeys.access(v),
            v.get(TIMEOUT));
    return CommonKeys.rule(
        new Claim(name, v.get(FILES)),
        v,
        DEBOUNCE,
        limits.schedule().or(() -> v.find(SCHEDULE)),
        settings);
  }
}
