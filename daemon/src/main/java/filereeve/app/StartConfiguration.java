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
import java.nio.file.LinkOption;
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
  private final boolean mayBeMissing;
  private final PatientLoader loader;
  private final Posix posix;
  private final Log log;

  /// @param mayBeMissing whether it is in the package's place, and nobody has named it: without one
  ///   the daemon then starts, and watches nothing
  StartConfiguration(Path file, boolean mayBeMissing, PatientLoader loader, Posix posix, Log log) {
    this.file = file;
    this.mayBeMissing = mayBeMissing;
    this.loader = loader;
    this.posix = posix;
    this.log = log;
  }

  Found find() throws InterruptedException {
    return switch (whole(file, loader)) {
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
  static Loaded whole(Path file, PatientLoader loader) throws InterruptedException {
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
    List<Problem> errors = errors(bad);
    if (bad.reason() == Loaded.Reason.PERMISSION) {
      return refuse(errors, ExitCode.of(bad.reason()));
    }
    Optional<Found> lastGood = lastGood(errors, bad.stateDirectories());
    if (lastGood.isPresent()) {
      return lastGood.get();
    }
    return mayBeMissing && isMissing(file) ? none() : refuse(errors, ExitCode.of(bad.reason()));
  }

  /// Not even a link is there, which somebody would have made for a purpose.
  static boolean isMissing(Path file) {
    return Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
  }

  private Found none() throws InterruptedException {
    return switch (loader.none(file)) {
      case Loaded.Good good -> {
        missing(file, log);
        yield new Found.Start(good);
      }
      case Loaded.Bad bad -> refuse(errors(bad), ExitCode.of(bad.reason()));
      case Loaded.Silent silent -> refuse(List.of(problem(file, silent)), ExitCode.TRY_AGAIN);
      case Loaded.Unfinished(Path written) ->
          throw new IllegalStateException("nobody writes a text in memory: " + written);
    };
  }

  static void missing(Path file, Log log) {
    log.log(
        Event.CONFIG_MISSING,
        field("file", file),
        field(
            "why",
            "there is no configuration, so nothing is watched. Write one: filereeve init. It is put"
                + " in force as soon as it is there."));
  }

  private static List<Problem> errors(Loaded.Bad bad) {
    return bad.problems().stream()
        .filter(problem -> problem.severity() == Problem.Severity.ERROR)
        .toList();
  }

  private Found silent(Loaded.Silent silent) throws InterruptedException {
    List<Problem> problems = List.of(problem(file, silent));
    Optional<Found> lastGood = lastGood(problems, silent.stateDirectories());
    return lastGood.isPresent() ? lastGood.get() : refuse(problems, ExitCode.TRY_AGAIN);
  }

  static Problem problem(Path main, Loaded.Silent silent) {
    return new Problem(
        Problem.Severity.ERROR, Where.file(main), "", silent.message(), silent.remedy());
  }

  /// Empty if there is no copy that may be used.
  private Optional<Found> lastGood(List<Problem> problems, List<Path> stateDirectories)
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
        return Optional.of(new Found.Start(good.get()));
      }
    }
    return Optional.empty();
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
