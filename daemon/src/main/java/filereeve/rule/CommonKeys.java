package filereeve.rule;

import static filereeve.schema.Types.duration;
import static filereeve.schema.Types.whole;

import filereeve.dispatch.RetryPolicy;
import filereeve.queue.Debounce;
import filereeve.route.Claim;
import filereeve.schedule.CronExpression;
import filereeve.schedule.ScheduleSettings;
import filereeve.schedule.ScheduleSettings.When;
import filereeve.schema.Key;
import filereeve.schema.Node;
import filereeve.schema.ScalarType;
import filereeve.schema.Section;
import filereeve.schema.Type;
import filereeve.schema.Types;
import filereeve.schema.Values;
import filereeve.units.Durations;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The keys that every kind of rule can have, and the section `defaults`.
public final class CommonKeys {
  private static final Key<Duration> QUIET =
      Key.of("quiet", duration("0s"), "2s", "Wait until nothing has changed for this long.");
  private static final Key<Duration> MAX_WAIT =
      Key.of("max_wait", duration("0s"), "30s", "Wait no longer than this after the first change.");
  private static final Section<Debounce> DEBOUNCE_SECTION =
      Section.of(
              "`debounce`",
              List.of(QUIET, MAX_WAIT),
              v -> new Debounce(v.get(QUIET), v.get(MAX_WAIT)))
          .withRefused(Map.of("max", "`max` is called `max_wait` here. Write max_wait"))
          .withCheck(CommonKeys::hintAtDebounce);

  /// Names that keys had before the first release.
  public static final Map<String, String> OLD_NAMES =
      Map.of("settle", "`settle` is called `debounce`. Write debounce: {quiet, max_wait}");

  /// What systemd's timers are called in a rule.
  public static final Map<String, String> TIMER_WORDS =
      Map.of(
          "OnCalendar",
          "systemd's `OnCalendar` is `schedule`. Write schedule: {cron: \"0 5 * * *\"}, or {cron:"
              + " \"@daily\"}",
          "OnUnitActiveSec",
          "systemd's `OnUnitActiveSec` is `schedule`. Write schedule: {every: 6h}",
          "cron",
          "`cron` stands in `schedule`. Write schedule: {cron: \"0 5 * * *\"}",
          "every",
          "`every` stands in `schedule`. Write schedule: {every: 6h}");

  /// systemd's words for times, in the place of a schedule.
  private static final Map<String, String> PERIODS =
      Stream.of("minutely", "hourly", "daily", "weekly", "monthly", "yearly", "annually")
          .collect(
              Collectors.toMap(
                  word -> word,
                  word ->
                      "`%1$s` is systemd's word. Write {cron: \"%2$s\"}"
                          .formatted(word, word.equals("minutely") ? "* * * * *" : "@" + word)));

  private static final Key<Integer> ATTEMPTS =
      Key.of("attempts", whole(1, 100), "5", "Runs in all, the first one included.");
  private static final Key<Duration> FIRST =
      Key.of("first", duration("1ms"), "1s", "The first wait; each further one is twice as long.");
  private static final Key<Duration> LONGEST =
      Key.of("max", duration("1ms"), "5m", "No wait is longer.");
  private static final Section<RetryPolicy> RETRY_SECTION =
      Section.of(
          "`retry`",
          List.of(ATTEMPTS, FIRST, LONGEST),
          v -> new RetryPolicy(v.get(ATTEMPTS), v.get(FIRST), v.get(LONGEST)));

  private static final String ZONE_DOC =
      "The time zone of schedules: a name such as `Europe/Berlin`, or `system` for the host's own.";
  private static final String DEBOUNCE_DOC = "How long a rule waits after a change.";
  private static final String RESCAN_DOC = "Rescan this often, even without an event.";
  private static final String TIMEOUT_DOC =
      "The time for one command, and for one run without progress.";
  private static final String RETRY_DOC = "What happens after a failed run.";

  private static final Type<String> CRON_EXPRESSION =
      new ScalarType<>(
          "cron expression",
          "a cron expression such as \"30 2 * * *\"",
          "Write five fields (minute hour day month weekday) in quotes, or \"@daily\"",
          Types.TEXT_ONLY,
          text -> CronExpression.parse(text).toString(),
          Types.ordered("type", "string"));

  private static final Key<String> CRON =
      Key.optional(
          "cron",
          CRON_EXPRESSION,
          "Five fields (minute, hour, day, month, weekday) as in crontab, or `@daily` and the"
              + " like.");
  private static final Key<Duration> EVERY =
      Key.optional("every", duration("1s"), "An interval instead of a cron expression.");
  private static final Key<ZoneId> ZONE = Key.inherited("timezone", Types.ZONE, ZONE_DOC);
  private static final Key<Duration> JITTER =
      Key.of(
          "jitter",
          duration("0s"),
          "0s",
          "Delay each run by a random time up to this, so that hosts do not run at once.");
  private static final Key<ScheduleSettings.Missed> MISSED =
      Key.of(
          "missed",
          Types.oneOf(ScheduleSettings.Missed.class),
          "run_once",
          "What happens to runs that came due while the daemon was not running.");
  private static final Key<ScheduleSettings.Overlap> OVERLAP =
      Key.of(
          "overlap",
          Types.oneOf(ScheduleSettings.Overlap.class),
          "skip",
          "What happens to a run that comes due while the last one is still running.");

  public static final Section<ScheduleSettings> SCHEDULE_SECTION =
      Section.of(
              "a schedule",
              List.of(CRON, EVERY, ZONE, JITTER, MISSED, OVERLAP),
              CommonKeys::schedule)
          .withForms(List.of(List.of("cron"), List.of("every")))
          .withRefused(
              Map.of(
                  "OnCalendar",
                  "systemd's `OnCalendar` is `cron`. Write cron: \"0 5 * * *\", or \"@daily\"",
                  "OnUnitActiveSec",
                  "systemd's `OnUnitActiveSec` is `every`. Write every: 6h",
                  "RandomizedDelaySec",
                  "systemd's `RandomizedDelaySec` is `jitter`. Write jitter: 10m",
                  "Persistent",
                  "systemd's `Persistent=true` is `missed: run_once`. Write that",
                  "interval",
                  "`interval` is called `every` here. Write every: 6h"))
          .withRefused(PERIODS);

  public static final Key<Debounce> DEBOUNCE =
      Key.inherited("debounce", DEBOUNCE_SECTION, DEBOUNCE_DOC);
  public static final Key<Duration> RESCAN = Key.inherited("rescan", duration("1s"), RESCAN_DOC);
  public static final Key<Duration> TIMEOUT = Key.inherited("timeout", duration("1s"), TIMEOUT_DOC);
  public static final Key<RetryPolicy> RETRY = Key.inherited("retry", RETRY_SECTION, RETRY_DOC);
  public static final Key<ScheduleSettings> SCHEDULE =
      Key.optional("schedule", SCHEDULE_SECTION, "Run by the clock.");

  /// `defaults` becomes no settings of its own: its values reach them through the rules that
  /// inherit them.
  public static final Section<Boolean> DEFAULTS =
      Section.of(
              "`defaults`",
              List.of(
                  Key.of("timezone", Types.ZONE, "system", ZONE_DOC),
                  Key.of("debounce", DEBOUNCE_SECTION, "{}", DEBOUNCE_DOC),
                  Key.of("rescan", duration("1s"), "5m", RESCAN_DOC),
                  Key.of("timeout", duration("1s"), "5m", TIMEOUT_DOC),
                  Key.of("retry", RETRY_SECTION, "{}", RETRY_DOC)),
              v -> true)
          .withRefused(OLD_NAMES);

  /// Names an entry of the section `notify` that sends mail. That there is one is checked wherever
  /// a key has this type.
  public static final Type<String> MAIL_ENTRY =
      new ScalarType<>(
          "name",
          "the name of an entry of `notify`",
          "Write a name such as ops-mail",
          Set.of(Node.Kind.TEXT, Node.Kind.NUMBER),
          text -> text,
          Types.ordered("type", "string", "minLength", 1));

  private CommonKeys() {}

  public static <S> Rule<S> rule(
      Claim claim,
      Values values,
      Debounce debounce,
      Optional<ScheduleSettings> schedule,
      S settings) {
    return new Rule<>(
        claim,
        debounce,
        values.get(RESCAN),
        values.get(TIMEOUT),
        values.get(RETRY),
        schedule,
        settings);
  }

  private static ScheduleSettings schedule(Values v) {
    When when =
        v.find(CRON).<When>map(When.Cron::new).orElseGet(() -> new When.Every(v.get(EVERY)));
    return new ScheduleSettings(when, v.get(ZONE), v.get(JITTER), v.get(MISSED), v.get(OVERLAP));
  }

  private static void hintAtDebounce(Values v) {
    Optional<Duration> quiet = v.find(QUIET);
    Optional<Duration> max = v.find(MAX_WAIT);
    if (quiet.isPresent() && max.isPresent() && quiet.get().compareTo(max.get()) > 0) {
      v.hint(
          QUIET,
          "quiet is longer than max_wait (%s), so that max_wait alone decides"
              .formatted(Durations.format(max.get())),
          "Raise max_wait, or lower quiet");
    }
  }
}
