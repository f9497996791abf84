package filereeve.app;

import static filereeve.telemetry.Field.field;

import filereeve.config.Loaded;
import filereeve.config.PatientLoader;
import filereeve.config.Settings;
import filereeve.dispatch.Handler;
import filereeve.dispatch.Lane;
import filereeve.dispatch.RetryPolicy;
import filereeve.dispatch.Run;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.Subject;
import filereeve.queue.Debounce;
import filereeve.route.Claim;
import filereeve.route.Glob;
import filereeve.rule.Rule;
import filereeve.schema.Problem;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reloads the daemon's own configuration: a new one is read, checked and put in force as a whole;
/// a bad one is refused, and the old one stays in force.
///
/// Thread: the queue runs one key at a time, and this handler has only one.
final class ConfigurationHandler implements Handler {
  static final RuleName NAME = new RuleName("daemon", "configuration");

  /// Editors save in several steps; an administrator waits for the log line.
  private static final Debounce DEBOUNCE =
      new Debounce(Duration.ofMillis(500), Duration.ofSeconds(5));

  private static final Duration RESCAN = Duration.ofMinutes(5);
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final RetryPolicy RETRY =
      new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(10));

  /// Until files that a program has open for writing are read again.
  private static final Duration AGAIN = Duration.ofMillis(500);

  /// Until a filesystem that does not answer is asked again.
  private static final Duration UNTIL_IT_ANSWERS = Duration.ofSeconds(10);

  /// After so many times in a row, it is logged that they are not read.
  private static final int WORTH_A_LINE = 10;

  /// Puts new settings in force.
  interface Apply {
    /// @throws InterruptedException then the old settings are still in force
    void apply(Loaded.Good next, Settings last) throws InterruptedException;
  }

  private final Path file;
  private final PatientLoader loader;
  private final Log log;
  private final Apply apply;
  private volatile Settings inForce;
  private volatile boolean isMissing;
  private volatile List<Problem> refused = List.of();
  private volatile Loaded.Reason reason = Loaded.Reason.CONFIGURATION;
  private List<Problem> hinted = List.of();
  private int waits;
  private boolean askedWhileWaiting;

  /// @param inForce what the daemon has started with
  ConfigurationHandler(Path file, PatientLoader loader, Log log, Loaded.Good inForce, Apply apply) {
    this.file = file;
    this.loader = loader;
    this.log = log;
    this.inForce = inForce.settings();
    this.isMissing = inForce.copy().isNone();
    this.apply = apply;
  }

  Settings inForce() {
    return inForce;
  }

  /// Whether there is none.
  boolean isMissing() {
    return isMissing;
  }

  /// What is wrong with a configuration that was refused; empty if the last one was not.
  List<Problem> refused() {
    return refused.stream().filter(p -> p.severity() == Problem.Severity.ERROR).toList();
  }

  /// Why it was refused last.
  Loaded.Reason reason() {
    return reason;
  }

  /// This handler as the rule `daemon.configuration`: the daemon's own files are watched like those
  /// of any service.
  ActiveRule rule(Settings settings) {
    List<Glob> files =
        Stream.concat(
                settings.files().stream().map(Glob::literal),
                settings.includeGlobs().stream().map(Glob::parse))
            .toList();
    var claim = new Claim(NAME, files, List.of(), false, settings.daemon().reloadOnChange());
    return new ActiveRule(
        new Rule<>(claim, DEBOUNCE, RESCAN, TIMEOUT, RETRY, Optional.empty(), files), this);
  }

  @Override
  public Lane lane(Subject subject) {
    return Lane.RELOAD;
  }

  @Override
  public Outcome handle(Run run) throws InterruptedException {
    boolean asksNow = run.causes().contains(Cause.OPERATOR);
    boolean asked = asksNow || askedWhileWaiting;
    if (!asked && !inForce.daemon().reloadOnChange()) {
      return new Outcome.Skipped("daemon.reload_on_change is false");
    }
    return switch (loader.load(file)) {
      case Loaded.Bad _ when isMissing && StartConfiguration.isMissing(file) -> missing(asked);
      case Loaded.Bad bad -> {
        reason = bad.reason();
        yield refuse(bad.problems(), asked);
      }
      case Loaded.Good good -> accept(good, asked);
      case Loaded.Unfinished(Path written) -> await(written, asked);
      case Loaded.Silent silent -> retry(silent, asksNow, asked);
    };
  }

  /// As it was when the daemon started: what was in force and is then gone is refused instead.
  private Outcome missing(boolean asked) {
    endWaiting();
    refused = List.of();
    if (asked) {
      StartConfiguration.missing(file, log);
    }
    return new Outcome.Skipped("there is no configuration yet");
  }

  /// What is there may be half of what it is to be.
  private Outcome await(Path written, boolean asked) {
    askedWhileWaiting = asked;
    waits++;
    if (waits == WORTH_A_LINE) {
      log.log(
          Event.CONFIG_WAITING, field("file", written), field("for", AGAIN.multipliedBy(waits)));
    }
    return new Outcome.Deferred(AGAIN, "a program has " + written + " open for writing");
  }

  /// It is said once, and whenever somebody asks.
  private Outcome retry(Loaded.Silent silent, boolean asksNow, boolean asked) {
    var _ = refuse(List.of(StartConfiguration.problem(file, silent)), asksNow);
    askedWhileWaiting = asked;
    return new Outcome.Deferred(UNTIL_IT_ANSWERS, silent.message());
  }

  private Outcome refuse(List<Problem> problems, boolean asked) {
    endWaiting();
    if (problems.equals(refused) && !asked) {
      return new Outcome.Refused("the configuration is as bad as before");
    }
    refused = problems;
    refused().forEach(problem -> log.log(Event.CONFIG_REFUSED, field("problem", problem)));
    return new Outcome.Refused("the configuration is bad");
  }

  private Outcome accept(Loaded.Good good, boolean asked) throws InterruptedException {
    endWaiting();
    boolean corrected = !refused.isEmpty();
    refused = List.of();
    hint(good.hints(), asked);
    Settings settings = good.settings();
    if (settings.equals(inForce) && !isMissing) {
      if (corrected) {
        log.log(Event.RECOVERED, field("rule", NAME), field("file", file));
      } else if (asked) {
        log.log(Event.CONFIG_UNCHANGED, field("file", file));
      }
      return new Outcome.Skipped("the configuration is the one in force");
    }
    apply.apply(good, inForce);
    inForce = settings;
    isMissing = false;
    return new Outcome.Done();
  }

  private void endWaiting() {
    waits = 0;
    askedWhileWaiting = false;
  }

  /// Each hint once, until it is gone or somebody asks.
  private void hint(List<Problem> hints, boolean asked) {
    for (Problem hint : hints) {
      if (asked || !hinted.contains(hint)) {
        log.log(Event.CONFIG_HINT, field("hint", hint));
      }
    }
    hinted = List.copyOf(hints);
  }
}
