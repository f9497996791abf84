package filereeve.app;

import static filereeve.telemetry.Field.field;

import filereeve.config.ConfigCopy;
import filereeve.config.Loaded;
import filereeve.config.PatientLoader;
import filereeve.config.StartWith;
import filereeve.files.PathTrust;
import filereeve.posix.Posix;
import filereeve.schema.Problem;
import filereeve.schema.Where;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the daemon starts with: its configuration or, if that is bad and the last good one asked
/// for it, a copy of the last good one.
final class StartConfiguration {
  /// How long an upload may take that a start meets.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(200);

  /// How it ended.
  sealed interface Found {
    /// @param good to start with
    record Start(Loaded.Good good) implements Found {}

    /// The reason was logged.
    record Refused(ExitCode code) implements Found {}
  }

  private final Path file;
  private final PatientLoader loader;
  private final Posix posix;
  private final Log log;

  StartConfiguration(Path file, PatientLoader loader, Posix posix, Log log) {
    this.file = file;
    this.loader = loader;
    this.posix = posix;
    this.log = log;
  }

  Found find() throws InterruptedException {
    return switch (whole()) {
      case Loaded.Good good -> new Found.Start(good);
      case Loaded.Bad bad -> bad(bad);
      case Loaded.Silent silent -> silent(silent);
      case Loaded.Unfinished(Path written) -> {
        log.log(Event.START_REFUSED, field("why", unfinished("start", written)));
        yield new Found.Refused(ExitCode.TRY_AGAIN);
      }
    };
  }

  /// Waits for whoever writes it.
  private Loaded whole() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Loaded loaded = loader.load(file);
    while (loaded instanceof Loaded.Unfinished && System.nanoTime() < end) {
      Thread.sleep(PAUSE);
      loaded = loader.load(file);
    }
    return loaded;
  }

  static String unfinished(String task, Path file) {
    return "cannot %s: a program has %s open for writing. Try again when it has finished; fuser -v %s names it."
        .formatted(task, file, file);
  }

  /// What somebody who is not trusted can change is no reason to look anywhere else.
  private Found bad(Loaded.Bad bad) throws InterruptedException {
    List<Problem> errors =
        bad.problems().stream()
            .filter(problem -> problem.severity() == Problem.Severity.ERROR)
            .toList();
    return bad.reason() == Loaded.Reason.PERMISSION
        ? refuse(errors, ExitCode.of(bad.reason()))
        : lastGood(errors, bad.stateDirectories(), ExitCode.of(bad.reason()));
  }

  private Found silent(Loaded.Silent silent) throws InterruptedException {
    return lastGood(List.of(problem(file, silent)), silent.stateDirectories(), ExitCode.TRY_AGAIN);
  }

  static Problem problem(Path main, Loaded.Silent silent) {
    return new Problem(
        Problem.Severity.ERROR, Where.file(main), "", silent.message(), silent.remedy());
  }

  private Found lastGood(List<Problem> problems, List<Path> stateDirectories, ExitCode otherwise)
      throws InterruptedException {
    for (Path stateDirectory : stateDirectories) {
      Optional<Loaded.Good> good = copyIn(stateDirectory);
      if (good.isPresent()) {
        problems.forEach(problem -> log.log(Event.CONFIG_REFUSED, field("problem", problem)));
        log.log(
            Event.STARTED_WITH_LAST_GOOD,
            field("file", file),
            field("problems", problems.size()),
            field("rules", good.get().settings().rules().size()));
        return new Found.Start(good.get());
      }
    }
    return refuse(problems, otherwise);
  }

  private Found refuse(List<Problem> problems, ExitCode code) {
    problems.forEach(problem -> log.log(Event.START_REFUSED, field("why", problem)));
    return new Found.Refused(code);
  }

  /// Empty if there is none, it is of another configuration, or it does not want to be used.
  private Optional<Loaded.Good> copyIn(Path stateDirectory) throws InterruptedException {
    if (!Files.isDirectory(stateDirectory)) {
      return Optional.empty();
    }
    try {
      if (new PathTrust(posix).distrust(stateDirectory).isPresent()) {
        return Optional.empty();
      }
      Optional<ConfigCopy> copy =
          ConfigCopy.read(posix, stateDirectory).filter(kept -> kept.isOf(file));
      return copy.isPresent() ? good(copy.get(), stateDirectory) : Optional.empty();
    } catch (IOException e) {
      log.log(
          Event.STATE_ERROR,
          field("rule", ConfigurationHandler.NAME),
          field("why", "cannot use the last good configuration: " + e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<Loaded.Good> good(ConfigCopy copy, Path stateDirectory)
      throws InterruptedException {
    return loader.load(file, copy) instanceof Loaded.Good good
            && good.settings().daemon().startWith() == StartWith.LAST_GOOD
            && good.settings().daemon().stateDir().equals(stateDirectory)
        ? Optional.of(good)
        : Optional.empty();
  }
}
