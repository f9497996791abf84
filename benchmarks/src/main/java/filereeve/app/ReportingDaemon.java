package filereeve.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.config.DaemonSettings;
import filereeve.config.StartWith;
import filereeve.control.ControlSettings;
import filereeve.dispatch.Handler;
import filereeve.dispatch.Lane;
import filereeve.dispatch.RetryPolicy;
import filereeve.dispatch.Run;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.Subject;
import filereeve.posix.LinuxPosix;
import filereeve.queue.Debounce;
import filereeve.route.Claim;
import filereeve.route.Claims;
import filereeve.route.FileWalk;
import filereeve.route.Glob;
import filereeve.route.Router;
import filereeve.rule.Rule;
import filereeve.schedule.Stamps;
import filereeve.telemetry.Event;
import filereeve.telemetry.Levels;
import filereeve.telemetry.LogSettings;
import filereeve.telemetry.Logging;
import filereeve.units.Durations;
import filereeve.watch.Source;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The daemon's own [Engine] (watch, router, queue, dispatcher) with one rule, whose work is to
/// print the names of the files that need work: those `**/*.log` of a tree that are not empty. It
/// does what a peer does that prints what happens, so that both can be measured alike; what a real
/// rule does with a file would hide the cost of finding it.
///
/// Arguments: the tree, a directory for its state, the queue's limit, the debounce time, and
/// `inotify`, `directory-watcher` or `auto`. Prints `READY` when it watches. It works until its
/// standard input ends; the log goes to standard error.
public final class ReportingDaemon {
  private static final RuleName RULE = new RuleName("rotate", "report");
  private static final Duration LONG = Duration.ofHours(1);

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private final List<Glob> files;
  private final Engine engine;

  private ReportingDaemon(Path tree, Engine engine) {
    this.engine = engine;
    this.files = List.of(Glob.parse(tree + "/**/*.log"));
  }

  public static void main(String[] args) throws Exception {
    InstantSource clock = InstantSource.system();
    var logs = new LogSettings(LogSettings.Format.LOGFMT, Levels.of(Event.Level.INFO), List.of());
    Source source = Source.valueOf(args[4].toUpperCase(Locale.ROOT).replace('-', '_'));
    var posix = new LinuxPosix();
    try (var log = Logging.start(posix, logs, System.getenv(), clock)) {
      Path state = Path.of(args[1]);
      var settings =
          new DaemonSettings(
              state,
              2,
              1,
              Integer.parseInt(args[2]),
              false,
              StartWith.CURRENT,
              source,
              new ControlSettings(state.resolve("control.sock"), Optional.empty(), 0600),
              logs);
      var engine =
          new Engine(settings, posix, new Stamps(posix, state), Time.ofThisHost(), log, () -> {});
      new ReportingDaemon(Path.of(args[0]), engine).run(Durations.parse(args[3]));
    }
  }

  private void run(Duration quiet) throws Exception {
    var claim = new Claim(RULE, files);
    var rule =
        new ActiveRule(
            new Rule<>(
                claim,
                new Debounce(quiet, quiet),
                LONG,
                LONG,
                new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(9)),
                Optional.empty(),
                files),
            handler());
    engine.start(new RuleSet(Map.of(RULE, rule), new Router(new Claims(List.of(claim))))).await();
    report("READY");
    while (System.in.read() >= 0) {
      // until it ends
    }
    engine.stop(Duration.ofSeconds(4));
  }

  private Handler handler() {
    return new Handler() {
      @Override
      public Lane lane(Subject subject) {
        return subject instanceof Subject.Whole ? Lane.SCAN : Lane.ROTATE;
      }

      @Override
      public Outcome handle(Run run) throws InterruptedException {
        switch (run.key().subject()) {
          case Subject.File(Path path) -> reportIfNotEmpty(path);
          case Subject.Whole() -> scan(run.progress());
          case Subject.Part _ -> throw new IllegalStateException();
        }
        return new Outcome.Done();
      }
    };
  }

  private void reportIfNotEmpty(Path path) {
    if (path.toFile().length() > 0) {
      report(path.toString());
    }
  }

  private void scan(Runnable progress) throws InterruptedException {
    try {
      FileWalk.walk(
          engine::awaitWatched,
          progress,
          files,
          new FileWalk.Visit() {
            @Override
            public void file(Path path, BasicFileAttributes attributes) {
              if (attributes.size() > 0) {
                report(path.toString());
              }
            }

            @Override
            public void unreadable(Path path, IOException why) {
              report("cannot inspect " + path + ": " + why);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One write, so that lines of several threads never mix.
  private void report(String line) {
    try {
      out.write((line + "\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
