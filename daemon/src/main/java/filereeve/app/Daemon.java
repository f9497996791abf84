package filereeve.app;

import static filereeve.telemetry.Field.field;

import filereeve.clock.HostClock;
import filereeve.codec.Compressors;
import filereeve.codec.ZstdLibrary;
import filereeve.config.Loaded;
import filereeve.config.Settings;
import filereeve.dispatch.Lane;
import filereeve.event.Cause;
import filereeve.event.RuleName;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.notify.Email;
import filereeve.notify.Mailers;
import filereeve.posix.Libdeflate;
import filereeve.posix.MountEntry;
import filereeve.posix.Posix;
import filereeve.process.Actions;
import filereeve.process.Commands;
import filereeve.process.SignalName;
import filereeve.process.Signals;
import filereeve.replace.ReplacementSteps;
import filereeve.rule.Rule;
import filereeve.rule.Services;
import filereeve.schedule.Stamps;
import filereeve.systemd.Notifier;
import filereeve.systemd.Watchdog;
import filereeve.telemetry.Event;
import filereeve.telemetry.Logging;
import filereeve.zone.SystemZone;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// The daemon's life: start, ready, signals, stop.
final class Daemon {
  /// SIGTERM's promise is 5 s in all: the rest is for what is closed after the workers.
  private static final Duration STOP = Duration.ofSeconds(4);

  private final Path configuration;
  private final Settings settings;
  private final LastGood lastGood;
  private final Time time;
  private final Logging log;
  private final Notifier systemd;
  private final Map<String, String> environment;
  private final Engine engine;
  private final StatusText status;
  private final Optional<Libdeflate> libdeflate;
  private final Compressors compressors;
  private final Commands commands;
  private final RuleFactory factory;
  private final ConfigurationHandler ownConfiguration;
  private final HostClock hostClock;
  private final ClosedPaths closedPaths;
  private final StatusReport report;
  private final ControlSocket control;
  private Optional<Watchdog> watchdog = Optional.empty();
  private final CountDownLatch stopAsked = new CountDownLatch(1);

  /// @param good the configuration, as it was read just now
  Daemon(
      Path configuration,
      Loaded.Good good,
      Posix posix,
      Time time,
      Logging log,
      Map<String, String> environment)
      throws IOException {
    this.configuration = configuration;
    this.settings = good.settings();
    this.lastGood = new LastGood(posix, log);
    this.time = time;
    this.log = log;
    this.environment = environment;
    this.systemd = new Notifier(posix, environment, this::notifierFailed);
    Path stateDirectory = settings.daemon().stateDir();
    this.engine =
        new Engine(
            settings.daemon(),
            posix,
            new Stamps(posix, stateDirectory),
            time,
            log,
            this::renewStatus);
    this.hostClock =
        new HostClock(posix, time.clock(), time.ticker(), stateDirectory, engine::clockJumped, log);
    this.closedPaths = new ClosedPaths(environment, MountEntry::all, log);
    this.libdeflate = Libdeflate.find();
    this.commands = new Commands(posix);
    this.compressors =
        new Compressors(
            posix,
            settings.daemon().compressWorkers(),
            libdeflate,
            () -> engine.atThreadStart(Lane.COMPRESS));
    var mailers = new Mailers(new Email(posix, time.clock()));
    this.factory =
        new RuleFactory(
            Kinds.ALL,
            new Services(
                posix,
                time.clock(),
                hostClock,
                log,
                stateDirectory,
                new ReplacementSteps(posix, compressors),
                commands,
                new Actions(commands, posix),
                mailers,
                engine::offer,
                engine::awaitWatched),
            mailers);
    this.ownConfiguration =
        new ConfigurationHandler(
            configuration, ConfigOption.loader(posix, environment), log, good, this::apply);
    this.status =
        new StatusText(
            systemd,
            log,
            ownConfiguration::refused,
            engine.results()::failing,
            engine::watched,
            engine::waiting);
    this.report =
        new StatusReport(
            engine,
            ownConfiguration::inForce,
            ownConfiguration::refused,
            settings,
            configuration,
            time.clock());
    this.control =
        new ControlSocket(
            posix, log, new ControlAnswers(engine, ownConfiguration, report, this::reload, log));
    lastGood.keep(good);
  }

  /// Works until it is asked to end (SIGTERM, SIGINT).
  ///
  /// @return whether all work was finished or safely undone in time
  boolean run() throws InterruptedException {
    Signals.on(SignalName.TERM, stopAsked::countDown);
    Signals.on(SignalName.INT, stopAsked::countDown);
    Signals.on(SignalName.HUP, this::reload);
    Signals.onOthers(name -> log.log(Event.SIGNAL_IGNORED, field("signal", name)));
    control.open(settings.daemon());
    start();
    if (!stopAsked.await(1, TimeUnit.MINUTES)) {
      new StartMemory(log).release();
    }
    new OldGarbage().collectUntil(stopAsked);
    return stop();
  }

  /// Begins to work.
  void start() throws InterruptedException {
    Instant began = time.clock().instant();
    log.log(
        Event.STARTED,
        field("version", Version.text()),
        field("config", configuration),
        field("pid", ProcessHandle.current().pid()),
        field("gzip_by", libdeflate.isPresent() ? "libdeflate" : "java"));
    loadLibraries();
    hostClock.start();
    SystemZone.now().problem().ifPresent(this::zoneUnknown);
    closedPaths.report(settings);
    Readiness readiness = engine.start(ruleSet(settings));
    watchdog = Watchdog.start(systemd, environment, this::isAlive, time.ticker());
    Thread.ofPlatform().name("filereeve-ready").daemon().start(() -> announce(readiness, began));
  }

  /// At the start, while there is space and a descriptor; in a directory of its own if it can be.
  private void loadLibraries() {
    try {
      ZstdLibrary.load(
          List.of(settings.daemon().stateDir(), Path.of(System.getProperty("java.io.tmpdir"))));
    } catch (IOException e) {
      log.log(Event.DEGRADED, field("why", String.valueOf(e.getMessage())));
    }
  }

  private void zoneUnknown(String problem) {
    log.log(
        Event.DEGRADED,
        field(
            "why",
            problem
                + ", so \"timezone: system\" is UTC. Set defaults.timezone to a name such as"
                + " Europe/Berlin."));
  }

  private void announce(Readiness readiness, Instant began) {
    try {
      readiness.await();
    } catch (InterruptedException _) {
      return; // the daemon ends before it was ready
    }
    Settings inForce = ownConfiguration.inForce();
    log.log(
        Event.READY,
        field("rules", inForce.rules().size()),
        field("took", Duration.between(began, time.clock().instant())));
    status.ready(Kinds.count(inForce));
    ProgramFiles.hold(log);
  }

  /// Ends the work.
  ///
  /// @return whether all of it was finished or safely undone in time
  boolean stop() throws InterruptedException {
    Instant began = time.clock().instant();
    log.log(Event.STOPPING);
    systemd.stopping();
    control.close();
    boolean ended = engine.stop(STOP);
    hostClock.close();
    compressors.close();
    endCommands();
    log.log(
        Event.STOPPED,
        field("took", Duration.between(began, time.clock().instant())),
        field("complete", ended));
    watchdog.ifPresent(Watchdog::close);
    return ended;
  }

  /// A run that did not end in time may have left its command at work.
  private void endCommands() {
    try {
      commands.close();
    } catch (IOException e) {
      log.log(Event.DEGRADED, field("why", "a command may outlive the daemon: " + e.getMessage()));
    }
  }

  /// The daemon's own configuration is read again, and those of services that were refused are
  /// checked again.
  void reload() {
    engine.rules().all().stream()
        .filter(rule -> !rule.rule().claim().owns())
        .map(rule -> new Trigger(rule.name(), new Subject.Whole(), Cause.OPERATOR))
        .forEach(engine::offer);
  }

  private RuleSet ruleSet(Settings wanted) {
    return factory.make(wanted, ownConfiguration.rule(wanted), engine.rules());
  }

  private void apply(Loaded.Good good, Settings last) throws InterruptedException {
    Settings next = good.settings();
    log.hide(next.secrets());
    engine.replace(ruleSet(next));
    log.apply(next.daemon().log());
    lastGood.keep(good);
    List<RuleName> removed = removed(next, last);
    if (!removed.isEmpty()) {
      log.log(Event.RULES_REMOVED, field("rules", removed), field("file", configuration));
    }
    List<String> restart = next.daemon().needRestart(last.daemon());
    log.log(
        Event.CONFIG_RELOADED,
        field("file", configuration),
        field("rules", next.rules().size()),
        field("need_restart", restart.isEmpty() ? "none" : String.join(",", restart)));
    status.rules(Kinds.count(next));
    report.reloaded();
    closedPaths.report(next);
  }

  private static List<RuleName> removed(Settings next, Settings last) {
    Set<RuleName> kept = next.rules().stream().map(Rule::name).collect(Collectors.toSet());
    return last.rules().stream().map(Rule::name).filter(name -> !kept.contains(name)).toList();
  }

  /// Is asked every 15 s under systemd: a good time to renew the status, too.
  private boolean isAlive() {
    renewStatus();
    return engine.isAlive();
  }

  private void renewStatus() {
    status.renew();
  }

  private void notifierFailed(IOException e) {
    log.log(Event.NOTIFY_FAILED, field("why", String.valueOf(e.getMessage())));
  }
}
