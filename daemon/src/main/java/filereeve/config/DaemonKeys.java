package filereeve.config;

import filereeve.control.ControlSettings;
import filereeve.schema.ByName;
import filereeve.schema.Key;
import filereeve.schema.Named;
import filereeve.schema.Section;
import filereeve.schema.Types;
import filereeve.schema.Values;
import filereeve.telemetry.Event.Level;
import filereeve.telemetry.Levels;
import filereeve.telemetry.LogSettings;
import filereeve.telemetry.LogSettings.Format;
import filereeve.telemetry.LogSettings.LogFile;
import filereeve.units.Size;
import filereeve.watch.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The section `daemon`.
final class DaemonKeys {
  private record Output(Format format, Levels levels) {}

  private static final String FORMAT_DOC =
      "`auto` is the journal's under systemd, colour on a terminal, else logfmt.";

  private static final Key<Format> FORMAT =
      Key.of("format", Types.oneOf(Format.class), "auto", FORMAT_DOC);
  private static final Key<Level> LEVEL =
      Key.of("level", Types.oneOf(Level.class), "info", "Less urgent events are not written.");
  static final ByName<Level> RULE_LEVELS =
      new ByName<>("rule", "rotate.app: debug", Types.oneOf(Level.class));
  private static final Key<Map<String, Level>> LEVELS =
      Key.of(
          "levels",
          RULE_LEVELS,
          "{}",
          "Other levels for all that is logged about some rules, such as `{rotate.app: debug}`.");
  private static final Key<Output> LOG =
      Key.of(
          "log",
          Section.of(
              "`log`",
              List.<Key<?>>of(FORMAT, LEVEL, LEVELS),
              v -> new Output(v.get(FORMAT), levels(v))),
          "{}",
          "The log on standard error, which is the journal under systemd.");

  private static final Key<Path> FILE_PATH =
      Key.required("path", Types.PATH, "The file. A missing directory is created.");
  private static final Key<Format> FILE_FORMAT =
      Key.of(
          "format",
          Types.oneOf(
              List.of(Format.LOGFMT, Format.JSON), f -> f == Format.JSON ? "json" : "logfmt"),
          "logfmt",
          "How a line is written.");
  private static final Key<Size> FILE_SIZE =
      Key.of(
          "size",
          Types.SIZE,
          "100 MiB",
          "It is put aside when the next line would make it larger, and at the first line of a day"
              + " (UTC).");
  private static final Size SMALLEST = Size.parse("64 KiB");
  private static final Key<Integer> FILE_KEEP =
      Key.of(
          "keep",
          Types.whole(1, 3650),
          "7",
          "This many files that were put aside are kept: `all.log.2026-11-29`, and"
              + " `all.log.2026-11-29.2` if there were more on that day.");
  private static final Section<LogFile> LOG_FILE =
      Section.of(
              "a log file",
              List.<Key<?>>of(FILE_PATH, LEVEL, LEVELS, FILE_FORMAT, FILE_SIZE, FILE_KEEP),
              v ->
                  new LogFile(
                      v.name(),
                      v.get(FILE_PATH),
                      levels(v),
                      v.get(FILE_FORMAT),
                      v.get(FILE_SIZE),
                      v.get(FILE_KEEP)))
          .withCheck(DaemonKeys::checkSize);
  private static final Key<List<LogFile>> LOG_FILES =
      Key.optional(
          "log_files",
          new Named<>("log file", LOG_FILE),
          "Log files besides standard error, rotated by the daemon itself.");

  static final Key<Path> STATE_DIR =
      Key.of(
          "state_dir",
          Types.PATH,
          "/var/lib/filereeve",
          "The daemon's lock, when schedules last ran, and which configuration each service last"
              + " applied.");
  private static final Key<Integer> WORKERS =
      Key.of(
          "workers",
          Types.whole(1, 64),
          "2",
          "Threads for reloads, and as many each for scans and for the rotation of single logs.");
  private static final Key<Integer> COMPRESS_WORKERS =
      Key.of(
          "compress_workers",
          Types.whole(1, 64),
          "1",
          "Threads that compress, at low priority. One large file uses them all, unless the codec"
              + " is xz or bzip2, until another file is to be compressed.");
  private static final Key<Integer> QUEUE_LIMIT =
      Key.of(
          "queue_limit",
          Types.whole(100, 10_000_000),
          "100000",
          "Waiting files; beyond it the whole rule is rescanned instead.");
  private static final Key<Boolean> RELOAD_ON_CHANGE =
      Key.of(
          "reload_on_change",
          Types.BOOLEAN,
          "true",
          "Apply a change of this configuration as soon as it is saved. A bad one is refused.");

  /// What is written of [ControlSettings].
  private record Control(Optional<Path> socket, Optional<String> group, int mode) {
    ControlSettings in(Path stateDir) {
      return new ControlSettings(socket.orElseGet(() -> ControlSettings.in(stateDir)), group, mode);
    }
  }

  private static final Key<Path> SOCKET =
      Key.optional(
          "socket", Types.PATH, "A Unix socket. By default `control.sock` in `state_dir`.");
  private static final Key<String> SOCKET_GROUP =
      Key.optional(
          "group",
          Types.ACCOUNT_NAME,
          "The group of the socket. Its members may ask for the status, if they can reach the"
              + " socket: in `/run/filereeve` they can, in `state_dir` they cannot.");
  private static final Key<Integer> SOCKET_MODE =
      Key.of(
          "mode",
          Types.MODE,
          "0660",
          "The mode of the socket. Only root and the daemon's own user may have something done,"
              + " whatever it is.");
  private static final Key<Control> CONTROL =
      Key.of(
          "control",
          Section.of(
                  "`control`",
                  List.<Key<?>>of(SOCKET, SOCKET_GROUP, SOCKET_MODE),
                  v -> new Control(v.find(SOCKET), v.find(SOCKET_GROUP), v.get(SOCKET_MODE)))
              .withCheck(DaemonKeys::checkControl),
          "{}",
          "Where `filereeve status` and other commands reach the daemon.");

  private static final Key<StartWith> START_WITH =
      Key.of(
          "start_with",
          Types.oneOf(StartWith.class),
          "current",
          "What a start with a bad configuration does: `current` refuses to start; `last_good`"
              + " starts with a copy of the last one that was in force, kept in `state_dir`, and"
              + " logs it as an error.");

  private static final Key<Source> WATCHER =
      Key.of(
          "watcher",
          Types.oneOf(
              List.of(Source.values()), s -> s.name().toLowerCase(Locale.ROOT).replace('_', '-')),
          "auto",
          "Where file events come from: `inotify` is the kernel's own, `directory-watcher` a"
              + " library on the JDK's watch service; `auto` is the best that works here.");

  static final Section<DaemonSettings> SECTION =
      Section.of(
              "`daemon`",
              List.<Key<?>>of(
                  STATE_DIR,
                  WORKERS,
                  COMPRESS_WORKERS,
                  QUEUE_LIMIT,
                  RELOAD_ON_CHANGE,
                  START_WITH,
                  WATCHER,
                  LOG,
                  LOG_FILES,
                  CONTROL),
              DaemonKeys::settings)
          .withReserved("metrics");

  private DaemonKeys() {}

  private static void checkSize(Values v) {
    v.find(FILE_SIZE)
        .filter(size -> size.compareTo(SMALLEST) < 0)
        .ifPresent(_ -> v.error(FILE_SIZE, "it is too small", "Write 64 KiB or more"));
  }

  private static void checkControl(Values v) {
    if (v.find(SOCKET).filter(path -> path.getFileName() == null).isPresent()) {
      v.error(
          SOCKET, "it is a directory", "Write a name in it, such as /run/filereeve/control.sock");
    }
    if (v.find(SOCKET_GROUP).isPresent() && v.find(SOCKET).isEmpty()) {
      v.hint(
          SOCKET_GROUP,
          "its members cannot reach the socket in `state_dir`",
          "Add socket: /run/filereeve/control.sock");
    }
  }

  private static Levels levels(Values v) {
    return new Levels(v.get(LEVEL), v.get(LEVELS));
  }

  private static DaemonSettings settings(Values v) {
    Output log = v.get(LOG);
    return new DaemonSettings(
        v.get(STATE_DIR),
        v.get(WORKERS),
        v.get(COMPRESS_WORKERS),
        v.get(QUEUE_LIMIT),
        v.get(RELOAD_ON_CHANGE),
        v.get(START_WITH),
        v.get(WATCHER),
        v.get(CONTROL).in(v.get(STATE_DIR)),
        new LogSettings(log.format(), log.levels(), v.find(LOG_FILES).orElse(List.of())));
  }
}
