package filereeve.queue;

import filereeve.event.Cause;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.event.Work;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/// Debounces and coalesces triggers: one entry for each key, whatever the number of triggers.
///
/// - A key is ready when no change came for its *quiet* time, at the latest *max* after the first.
///   What does not come from the filesystem (start, schedule, operator) makes it ready at once.
/// - A key that runs is not handed out again before [#finished]; triggers that come meanwhile make
///   exactly one more run, so every trigger is followed by a run that begins after it.
/// - Past the limit of waiting keys, the rule with the most keys gives them up for one run of
///   everything it names ([Subject.Whole]), which covers them all.
///
/// Nothing is remembered about a key that neither waits nor runs.
///
/// Pure: time is an argument, in nanoseconds of a clock that never goes back. A trigger or deadline
/// costs O(1) or O(log keys); handing out costs O(rules).
///
/// Thread: not safe; [BlockingTriggerQueue] is.
///
/// @param <L> the lanes, kinds of work that are handed out apart
public final class TriggerQueue<L> {
  private final Function<RunKey, Optional<Terms<L>>> terms;
  private final int limit;
  private final ObjIntConsumer<RuleName> collapsed;

  /// Roomy: an entry that is removed from a map goes on to refer to the next one of its bucket, and
  /// an old one so makes younger ones old.
  private final Map<RunKey, Waiting<L>> waiting = HashMap.newHashMap(4096);

  private final Map<RunKey, Terms<L>> running = new HashMap<>();
  private final Map<L, Map<RuleName, RuleLine<L>>> lanes = new HashMap<>();

  /// The waiting keys that a collapse can give up.
  private final Map<RuleName, Set<RunKey>> collapsible = new HashMap<>();

  private long numbers;
  private long collapses;

  /// @param terms of a key; empty if its rule is gone, which drops the trigger
  /// @param limit waiting keys
  /// @param collapsed receives the rule and how many keys it gave up
  public TriggerQueue(
      Function<RunKey, Optional<Terms<L>>> terms, int limit, ObjIntConsumer<RuleName> collapsed) {
    this.terms = terms;
    this.limit = limit;
    this.collapsed = collapsed;
  }

  /// @return whether something may be ready sooner than before
  public boolean offer(Trigger trigger, long now) {
    long before = collapses;
    Waiting<L> entry = entry(trigger.key(), now);
    if (entry != null) {
      entry.trigger(trigger.cause(), now);
    }
    return (entry != null && placed(entry)) || collapses != before;
  }

  /// Runs a key after a delay, measured from now.
  ///
  /// @param hold triggers that come meanwhile wait as long (an operator's does not)
  /// @return whether something may be ready sooner than before
  public boolean later(RunKey key, Cause cause, long delay, boolean hold, long now) {
    long before = collapses;
    Waiting<L> entry = entry(key, now);
    if (entry != null) {
      entry.delay(cause, now + delay, hold);
    }
    return (entry != null && placed(entry)) || collapses != before;
  }

  /// Hands out the key of this lane that has been ready for the longest time.
  ///
  /// @param perRule this many keys of one rule may run in this lane at once
  public Optional<Work> poll(L lane, int perRule, long now) {
    Waiting<L> next = first(lane, perRule);
    if (next == null || next.readyAt() > now) {
      return Optional.empty();
    }
    remove(next);
    running.put(next.key, next.terms);
    line(next.key, next.terms).begin(next);
    return Optional.of(new Work(next.key, next.causes()));
  }

  /// When [#poll] will have something, unless something comes or finishes before.
  public OptionalLong nextReady(L lane, int perRule) {
    Waiting<L> next = first(lane, perRule);
    return next == null ? OptionalLong.empty() : OptionalLong.of(next.readyAt());
  }

  /// The run of a key that was handed out has ended.
  public void finished(RunKey key) {
    Terms<L> ran = running.remove(key);
    if (ran == null) {
      throw new IllegalStateException(key + " was not running");
    }
    line(key, ran).end();
    dropIfIdle(key, ran);
    Waiting<L> again = waiting.get(key);
    if (again != null) {
      line(key, again.terms).add(again);
    }
  }

  /// Keys that wait; those that run and have been triggered again are among them.
  public int waiting() {
    return waiting.size();
  }

  public int running() {
    return running.size();
  }

  /// When the first of a rule's waiting keys is ready; empty if none waits, or if those that do
  /// wait for the end of their runs.
  public OptionalLong nextReady(RuleName rule) {
    long next = Long.MAX_VALUE;
    for (Map<RuleName, RuleLine<L>> lane : lanes.values()) {
      RuleLine<L> line = lane.get(rule);
      Waiting<L> first = line == null ? null : line.first();
      next = first == null ? next : Math.min(next, first.readyAt());
    }
    return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
  }

  private boolean standsForAll(RunKey key) {
    if (key.subject() instanceof Subject.Whole) {
      return false;
    }
    Waiting<L> whole = waiting.get(new RunKey(key.rule(), new Subject.Whole()));
    return whole != null && whole.collapsed;
  }

  /// The entry of a key, made if need be; none if its rule is gone, or if one run of the whole rule
  /// already stands for it.
  private @Nullable Waiting<L> entry(RunKey key, long now) {
    Waiting<L> known = waiting.get(key);
    if (known != null) {
      return known;
    }
    Optional<Terms<L>> found = terms.apply(key);
    if (found.isEmpty() || standsForAll(key)) {
      return null;
    }
    if (waiting.size() >= limit && collapse(now)) {
      if (standsForAll(key)) {
        return null;
      }
      Waiting<L> made = waiting.get(key);
      if (made != null) {
        return made; // the whole rule, which was just asked for
      }
    }
    var entry = new Waiting<L>(key, found.get(), numbers++, now);
    waiting.put(key, entry);
    if (!(key.subject() instanceof Subject.Whole)) {
      collapsible.computeIfAbsent(key.rule(), _ -> new HashSet<>()).add(key);
    }
    return entry;
  }

  /// Puts it where it belongs now; one that runs is put there when that run has ended.
  private boolean placed(Waiting<L> entry) {
    if (running.containsKey(entry.key)) {
      return false;
    }
    RuleLine<L> line = line(entry.key, entry.terms);
    if (entry.inLine) {
      return line.changed(entry);
    }
    line.add(entry);
    return true;
  }

  /// @return whether there was anything to give up
  private boolean collapse(long now) {
    RuleName rule = null;
    int most = 0;
    for (Map.Entry<RuleName, Set<RunKey>> each : collapsible.entrySet()) {
      if (each.getValue().size() > most) {
        rule = each.getKey();
        most = each.getValue().size();
      }
    }
    if (rule == null) {
      return false;
    }
    for (RunKey key : Set.copyOf(collapsible.getOrDefault(rule, Set.of()))) {
      Waiting<L> dropped = waiting.get(key);
      if (dropped != null) {
        remove(dropped);
        line(key, dropped.terms).remove(dropped);
        dropIfIdle(key, dropped.terms);
      }
    }
    var whole = new RunKey(rule, new Subject.Whole());
    offer(new Trigger(whole, Cause.RESCAN), now);
    Waiting<L> entry = waiting.get(whole);
    if (entry != null) {
      entry.collapsed = true;
    }
    collapses++;
    collapsed.accept(rule, most);
    return true;
  }

  private void remove(Waiting<L> entry) {
    waiting.remove(entry.key);
    Set<RunKey> keys = collapsible.get(entry.key.rule());
    if (keys != null && keys.remove(entry.key) && keys.isEmpty()) {
      collapsible.remove(entry.key.rule());
    }
  }

  private @Nullable Waiting<L> first(L lane, int perRule) {
    Waiting<L> best = null;
    for (RuleLine<L> line : lanes.getOrDefault(lane, Map.of()).values()) {
      Waiting<L> first = line.running() < perRule ? line.first() : null;
      if (first != null && (best == null || first.compareTo(best) < 0)) {
        best = first;
      }
    }
    return best;
  }

  private RuleLine<L> line(RunKey key, Terms<L> terms) {
    return lanes
        .computeIfAbsent(terms.lane(), _ -> new LinkedHashMap<>())
        .computeIfAbsent(key.rule(), _ -> new RuleLine<>());
  }

  private void dropIfIdle(RunKey key, Terms<L> terms) {
    Map<RuleName, RuleLine<L>> lines = lanes.getOrDefault(terms.lane(), Map.of());
    RuleLine<L> line = lines.get(key.rule());
    if (line != null && line.isIdle()) {
      lines.remove(key.rule());
    }
  }
}
