package filereeve.app;

import filereeve.config.Settings;
import filereeve.dispatch.Running;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.rule.Rule;
import filereeve.schedule.ScheduleSettings;
import filereeve.schedule.Schedules;
import filereeve.schema.Problem;
import filereeve.watch.WatchStats;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The daemon's status, as `docs/control.md` describes it: what each rule does, and what the daemon
/// uses of the host. Times are ISO in UTC, durations milliseconds, sizes bytes.
final class StatusReport {
  private final Engine engine;
  private final Supplier<Settings> inForce;
  private final Supplier<List<Problem>> refused;
  private final Settings atStart;
  private final Path configuration;
  private final InstantSource clock;
  private final Instant started;
  private volatile Instant since;

  /// @param inForce the settings that are in force
  /// @param refused the problems of a configuration that was refused since
  /// @param atStart the settings that the daemon has started with
  StatusReport(
      Engine engine,
      Supplier<Settings> inForce,
      Supplier<List<Problem>> refused,
      Settings atStart,
      Path configuration,
      InstantSource clock) {
    this.engine = engine;
    this.inForce = inForce;
    this.refused = refused;
    this.atStart = atStart;
    this.configuration = configuration;
    this.clock = clock;
    this.started = clock.instant();
    this.since = started;
  }

  /// Another configuration is in force from now on.
  void reloaded() {
    since = clock.instant();
  }

  /// The rules that are at work, in the order of the configuration.
  List<RuleName> rules() {
    Set<RuleName> atWork = engine.rules().rules().keySet();
    return inForce.get().rules().stream().map(Rule::name).filter(atWork::contains).toList();
  }

  /// The keys whose new values wait for a restart.
  List<String> needRestart() {
    return inForce.get().daemon().needRestart(atStart.daemon());
  }

  Map<String, Object> all() {
    Map<String, Object> status = daemon();
    List<Running> running = engine.running();
    status.put("rules", rules().stream().map(rule -> rule(rule, running)).toList());
    return status;
  }

  Map<String, Object> only(RuleName rule) {
    Map<String, Object> status = daemon();
    status.put("rules", List.of(rule(rule, engine.running())));
    return status;
  }

  private Map<String, Object> daemon() {
    var status = new LinkedHashMap<String, Object>();
    status.put("version", Version.text());
    status.put("pid", ProcessHandle.current().pid());
    status.put("started", started.toString());
    status.put("config", configuration.toString());
    status.put("config_since", since.toString());
    status.put("config_refused", refused.get().stream().map(Problem::toString).toList());
    status.put("need_restart", needRestart());
    status.put("failing", engine.results().failing().stream().map(RuleName::toString).toList());
    status.put("queue", engine.waiting());
    status.put("queue_limit", atStart.daemon().queueLimit());
    WatchStats watched = engine.watched();
    watched.watches().ifPresent(watches -> status.put("watches", watches));
    watched.allowed().ifPresent(allowed -> status.put("watches_allowed", allowed));
    status.put("overflows", watched.overflows());
    status.put("polled", watched.polled());
    status.putAll(ProcessUse.now().fields());
    return status;
  }

  private Map<String, Object> rule(RuleName name, List<Running> running) {
    List<Running> runs = running.stream().filter(run -> run.key().rule().equals(name)).toList();
    LastRuns.Of last = engine.results().of(name);
    var status = new LinkedHashMap<String, Object>();
    status.put("rule", name.toString());
    status.put("state", state(runs, last));
    status.put("running", runs.stream().map(StatusReport::run).toList());
    last.last().ifPresent(ended -> status.put("last", last(ended)));
    last.succeeded().ifPresent(at -> status.put("succeeded", at.toString()));
    last.failingSince().ifPresent(at -> status.put("failing_since", at.toString()));
    engine.untilRun(name).ifPresent(in -> status.put("next_in_ms", in.toMillis()));
    engine
        .rules()
        .rule(name)
        .flatMap(active -> active.rule().schedule())
        .ifPresent(schedule -> status.put("scheduled", scheduled(schedule)));
    return status;
  }

  private static String state(List<Running> runs, LastRuns.Of last) {
    if (!runs.isEmpty()) {
      return "running";
    }
    return last.failingSince().isPresent() ? "failing" : "watching";
  }

  private static Map<String, Object> run(Running run) {
    var status = new LinkedHashMap<String, Object>();
    status.put("run", run.id().text());
    status.put("subject", run.key().subject().toString());
    status.put("for_ms", run.age().toMillis());
    return status;
  }

  private static Map<String, Object> last(LastRuns.Last ended) {
    var status = new LinkedHashMap<String, Object>();
    status.put("at", ended.at().toString());
    status.put("run", ended.run());
    status.putAll(outcome(ended.outcome()));
    status.put("took_ms", ended.took().toMillis());
    status.put("causes", ended.causes().stream().map(Cause::key).sorted().toList());
    return status;
  }

  /// How a run ended, and why if it did not succeed.
  static Map<String, Object> outcome(Outcome outcome) {
    var status = new LinkedHashMap<String, Object>();
    switch (outcome) {
      case Outcome.Done _ -> status.put("outcome", "done");
      case Outcome.Skipped(String why) -> put(status, "skipped", why);
      case Outcome.Refused(String why) -> put(status, "refused", why);
      case Outcome.Deferred(Duration _, String why) -> put(status, "deferred", why);
      case Outcome.Retry(String why) -> put(status, "retry", why);
      case Outcome.Failed(String why) -> put(status, "failed", why);
    }
    return status;
  }

  private static void put(Map<String, Object> status, String outcome, String why) {
    status.put("outcome", outcome);
    status.put("why", why);
  }

  private List<String> scheduled(ScheduleSettings schedule) {
    var next = new ArrayList<String>();
    Schedules.next(schedule, clock.instant(), 1).forEach(at -> next.add(at.toInstant().toString()));
    return next;
  }
}
