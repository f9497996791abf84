package filereeve.app;

import static filereeve.telemetry.Field.field;
import static java.util.stream.Collectors.joining;

import filereeve.event.RuleName;
import filereeve.schema.Problem;
import filereeve.systemd.Notifier;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import filereeve.watch.WatchStats;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// What `systemctl status` shows of a daemon that is ready: its rules, which of them fail, and how
/// much it watches.
///
/// Thread: safe for use by many threads.
final class StatusText {
  /// This many failing rules are named: the text is one line.
  private static final int NAMED = 10;

  private final Notifier systemd;
  private final Log log;
  private final Supplier<List<Problem>> refused;
  private final Supplier<List<RuleName>> failing;
  private final Supplier<WatchStats> watch;
  private final IntSupplier waiting;
  private String rules = "";
  private String shown = "";
  private long overflows;
  private int polled;

  /// @param refused what is wrong with a configuration that was refused
  /// @param failing the rules that fail at present
  /// @param watch how much is watched
  /// @param waiting how many keys wait
  StatusText(
      Notifier systemd,
      Log log,
      Supplier<List<Problem>> refused,
      Supplier<List<RuleName>> failing,
      Supplier<WatchStats> watch,
      IntSupplier waiting) {
    this.systemd = systemd;
    this.log = log;
    this.refused = refused;
    this.failing = failing;
    this.watch = watch;
    this.waiting = waiting;
  }

  /// The first text, with which the daemon is ready.
  synchronized void ready(String ofRules) {
    rules = ofRules;
    shown = text(watch.get());
    systemd.ready(shown);
    renew();
  }

  synchronized void rules(String ofRules) {
    rules = ofRules;
    renew();
  }

  /// Shows what is different, and logs it if something is not as it should be.
  synchronized void renew() {
    if (rules.isEmpty()) {
      return; // not ready yet
    }
    WatchStats now = watch.get();
    String text = text(now);
    if (!text.equals(shown)) {
      shown = text;
      systemd.status(text);
    }
    if (now.overflows() != overflows || now.polled() != polled) {
      overflows = now.overflows();
      polled = now.polled();
      log.log(
          Event.WATCH_STATS,
          field("watches", now.watches()),
          field("allowed", now.allowed()),
          field("queue", waiting.getAsInt()),
          field("overflows", overflows),
          field("polled", polled));
    }
  }

  private String text(WatchStats now) {
    var text = new StringBuilder(rules).append("; ").append(refusal()).append(failures());
    text.append(now.watches().map(StatusText::number).orElse("?"));
    now.allowed().ifPresent(n -> text.append(" of ").append(number(n)));
    text.append(" watches, ").append(number(waiting.getAsInt())).append(" waiting");
    text.append(now.overflows() > 0 ? ", " + number(now.overflows()) + " overflows" : "");
    text.append(now.polled() > 0 ? ", " + number(now.polled()) + " directories polled" : "");
    return text.toString();
  }

  /// The first problem of a configuration that was refused; nothing if none was.
  private String refusal() {
    List<Problem> all = refused.get();
    if (all.isEmpty()) {
      return "";
    }
    String more = all.size() > 1 ? " (and " + number(all.size() - 1) + " more)" : "";
    return "configuration refused: " + all.getFirst() + more + "; ";
  }

  /// Such as `2 failing: reload.nginx, rotate.app; `; nothing if none does.
  private String failures() {
    List<RuleName> all = failing.get();
    if (all.isEmpty()) {
      return "";
    }
    String named = all.stream().limit(NAMED).map(RuleName::toString).collect(joining(", "));
    String more = all.size() > NAMED ? " and " + number(all.size() - NAMED) + " more" : "";
    return number(all.size()) + " failing: " + named + more + "; ";
  }

  /// The same whatever language the host speaks.
  private static String number(Number number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
