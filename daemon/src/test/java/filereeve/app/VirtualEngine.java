package filereeve.app;

import filereeve.config.Loading;
import filereeve.config.Settings;
import filereeve.dispatch.Handler;
import filereeve.dispatch.Lane;
import filereeve.dispatch.Run;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.route.Claims;
import filereeve.route.Router;
import filereeve.schedule.Stamps;
import filereeve.schedule.VirtualAlarms;
import filereeve.telemetry.Log;
import filereeve.testing.VirtualHost;
import filereeve.testing.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The engine as the daemon wires it, on virtual time. Its rules are those of a configuration, with
/// all defaults of production; what their runs do is a test's.
final class VirtualEngine {
  /// What a run does.
  interface Body {
    Outcome run(Run run) throws InterruptedException;
  }

  /// A run that has begun.
  record Began(Duration at, Subject subject, Set<Cause> causes, int attempt) {}

  final VirtualTime time = new VirtualTime("2026-11-21T00:00:00Z");
  final VirtualHost host = new VirtualHost(time);
  private final Path directory;
  private final Log log;
  private Engine engine;
  private final Map<RuleName, Body> bodies = new ConcurrentHashMap<>();
  private final Map<RuleName, Handler> handlers = new ConcurrentHashMap<>();
  private final Map<RuleName, List<Began>> runs = new ConcurrentHashMap<>();

  /// @param directory `$ROOT` in configurations; also for the state
  VirtualEngine(Path directory, Log log) throws Exception {
    this.directory = directory;
    this.log = log;
    this.engine = made();
  }

  private Engine made() throws Exception {
    var stamps = new Stamps(host.posix(), directory.resolve("state"));
    var clocks = new Time(time, time, VirtualAlarms.on(time));
    return time.inside(
        () -> new Engine(settings("").daemon(), host.posix(), stamps, clocks, log, () -> {}));
  }

  /// Rotate rules of these names, each for the logs in a directory of its name.
  static String rotate(String... names) {
    return Stream.of(names)
        .map("  %s: {files: [$ROOT/%<s/*.log], when: {size: 1 GiB}}\n"::formatted)
        .collect(Collectors.joining("", "rotate:\n", ""));
  }

  /// Defines what the runs of a rule do. Without it they are done at once.
  void does(String rule, Body body) {
    bodies.put(name(rule), body);
  }

  /// Starts with these rules. Their first runs begin at once.
  void start(String yaml) throws Exception {
    time.inside(() -> engine.start(rules(yaml)));
    time.pass(Duration.ZERO);
  }

  /// Starts another engine on the same state. The one before was stopped.
  void restart(String yaml) throws Exception {
    engine = made();
    start(yaml);
  }

  /// Puts other rules in force.
  void replace(String yaml) throws Exception {
    replace(yaml, _ -> {});
  }

  /// @param thread is told which one does it
  void replace(String yaml, Consumer<Thread> thread) throws Exception {
    time.inside(
        () -> {
          thread.accept(Thread.currentThread());
          engine.replace(rules(yaml));
          return engine;
        });
  }

  void offer(String rule, Subject subject, Cause cause) {
    engine.offer(new Trigger(name(rule), subject, cause));
  }

  Engine engine() {
    return engine;
  }

  /// The runs of a rule, in the order in which they began.
  List<Began> runs(String rule) {
    return List.copyOf(runs.getOrDefault(name(rule), List.of()));
  }

  /// When the runs of a rule began.
  List<Duration> starts(String rule) {
    return runs(rule).stream().map(Began::at).toList();
  }

  private static RuleName name(String rule) {
    int dot = rule.indexOf('.');
    return new RuleName(rule.substring(0, dot), rule.substring(dot + 1));
  }

  private Settings settings(String yaml) {
    String text = "version: 1\ndaemon: {state_dir: $ROOT/state}\n" + yaml;
    return new Loading(directory, Map.of())
        .with("filereeve.yaml", text.replace("$ROOT", directory.toString()))
        .settings();
  }

  private RuleSet rules(String yaml) {
    Map<RuleName, ActiveRule> rules =
        settings(yaml).rules().stream()
            .map(rule -> new ActiveRule(rule, handlers.computeIfAbsent(rule.name(), this::handler)))
            .collect(Collectors.toMap(ActiveRule::name, Function.identity()));
    return new RuleSet(
        rules, new Router(new Claims(rules.values().stream().map(r -> r.rule().claim()).toList())));
  }

  private Handler handler(RuleName rule) {
    return new Handler() {
      @Override
      public Lane lane(Subject subject) {
        return rule.kind().equals("compress")
            ? Lane.COMPRESS
            : subject instanceof Subject.Part
                ? Lane.MAIL
                : subject instanceof Subject.Whole ? Lane.SCAN : Lane.ROTATE;
      }

      @Override
      public Outcome handle(Run run) throws InterruptedException {
        runs.computeIfAbsent(rule, _ -> new CopyOnWriteArrayList<>())
            .add(new Began(time.passed(), run.key().subject(), run.causes(), run.attempt()));
        Body body = bodies.get(rule);
        return body == null ? new Outcome.Done() : body.run(run);
      }
    };
  }

  void stop() throws InterruptedException {
    engine.stop(Duration.ofMillis(100));
  }
}
