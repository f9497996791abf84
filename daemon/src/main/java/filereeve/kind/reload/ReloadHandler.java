package filereeve.kind.reload;

import filereeve.dispatch.Handler;
import filereeve.dispatch.Lane;
import filereeve.dispatch.Run;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.files.Remedies;
import filereeve.kind.reload.WatchedFiles.Busy;
import filereeve.kind.reload.WatchedFiles.Reading;
import filereeve.process.Action;
import filereeve.process.Ended;
import filereeve.process.Placeholders;
import filereeve.rule.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Applies a changed configuration to a service, after it has passed its check.
///
/// The content of the watched files decides, not events: it is compared with the content that was
/// last applied, which is remembered on disk. The memory is written after the command that applies
/// it, so that after a crash between the two the command runs again. Before it, the memory says
/// that it is about to run: if it fails or is interrupted, and the change is then reverted, the
/// reverted content is applied.
///
/// What its own commands change is told from other changes ([OwnChanges]).
public final class ReloadHandler implements Handler {
  /// Until files that were changing are read again.
  private static final Duration SOON = Duration.ofMillis(500);

  /// The daemon is ready when all rules were reconciled at the start. A command that hangs must not
  /// hold that up: systemd would stop the daemon and start it again, for ever.
  private static final Set<Cause> ONLY_START = Set.of(Cause.START);

  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final ReloadSettings settings;
  private final Scope scope;
  private final Services services;
  private final OwnChanges own;
  private final KeptMemory kept;
  private final Placeholders placeholders;
  private final ReloadLines lines;

  public ReloadHandler(ReloadSettings settings, Services services) {
    this.settings = settings;
    this.scope = new Scope(settings.watch(), settings.ignore());
    this.services = services;
    this.own = new OwnChanges(settings.debounce().quiet(), settings.debounce().maxWait());
    this.kept =
        new KeptMemory(MemoryFile.of(services, settings.rule()), settings.rule(), services.log());
    this.placeholders = new Placeholders(Map.of("rule", settings.rule().toString()));
    this.lines = new ReloadLines(services.log(), settings.rule());
  }

  @Override
  public Lane lane(Subject subject) {
    return Lane.RELOAD;
  }

  @Override
  public Outcome handle(Run run) throws InterruptedException {
    try {
      return decide(run);
    } catch (WatchedFiles.ChangingException e) {
      return new Outcome.Deferred(SOON, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return Remedies.outcome("reconcile the configuration of " + settings.rule(), e);
    }
  }

  private Reading reading(Run run) {
    return new Reading(
        services.posix(), scope, run.claims(), Busy.WAIT_FOR, lines::gone, run.progress());
  }

  /// A file that changes while it is read is waited for, but not beyond `max_wait`.
  private Snapshot read(Run run) throws IOException, InterruptedException {
    try {
      return read(reading(run));
    } catch (WatchedFiles.ChangingException e) {
      if (own.waits(services.clock().instant())) {
        throw e;
      }
      return read(reading(run).with(Busy.NOTE));
    }
  }

  private Snapshot readAgain(Run run, Memory memory) throws IOException, InterruptedException {
    return read(reading(run).with(Busy.NOTE)).keeping(memory.applied());
  }

  private Snapshot read(Reading reading) throws IOException, InterruptedException {
    lines.reading();
    OwnersFiles read = WatchedFiles.read(reading);
    lines.read(read.unread());
    return read.snapshot();
  }

  private Outcome decide(Run run) throws IOException, InterruptedException {
    Snapshot found = read(run);
    Optional<Memory> known = kept.read(scope);
    if (known.isEmpty()) {
      return baseline(found, "first run");
    }
    Memory memory = known.get();
    Snapshot now = found.keeping(memory.applied());
    boolean certain = memory.begun().isEmpty();
    if (certain && !memory.scope().equals(scope) && sameWhereBothLook(memory, now)) {
      return baseline(now, "the rule names other files");
    }
    String digest = now.digest();
    if (certain && digest.equals(memory.applied().digest())) {
      return unchanged(memory);
    }
    boolean asked = run.causes().contains(Cause.OPERATOR);
    if (memory.refused().equals(Optional.of(digest)) && !asked) {
      return new Outcome.Refused("this change was refused; it waits for the next one");
    }
    if (run.causes().equals(ONLY_START)) {
      return new Outcome.Deferred(AT_ONCE, "the daemon is ready before a command is run");
    }
    Set<Path> cause = new TreeSet<>(now.changedSince(memory.applied()));
    Optional<OwnChanges.Loop> loop = own.loop(cause, now, services.clock().instant());
    return loop.isPresent() && !asked ? slowDown(loop.get()) : changed(memory, now, run);
  }

  private Outcome slowDown(OwnChanges.Loop loop) {
    if (loop.state() == OwnChanges.Loop.State.FOUND) {
      lines.loop(loop);
    }
    return new Outcome.Deferred(
        Duration.between(services.clock().instant(), loop.until()),
        "it applies what it changes itself");
  }

  /// A rule that was changed to name more or fewer files reloads nothing by that.
  private boolean sameWhereBothLook(Memory memory, Snapshot now) {
    return now.only(memory.scope()::names).equals(memory.applied().only(scope::names));
  }

  private Outcome baseline(Snapshot now, String why) {
    kept.write(Memory.of(scope, now));
    lines.baseline(now, why);
    return new Outcome.Done();
  }

  /// A refused change that was taken back is checked again should it come again.
  private Outcome unchanged(Memory memory) {
    own.rests();
    if (memory.refused().isPresent()) {
      kept.write(memory.withRefused(Optional.empty()));
      lines.recovered();
    }
    return new Outcome.Skipped("the configuration is the one that was applied");
  }

  private Outcome changed(Memory memory, Snapshot found, Run run)
      throws IOException, InterruptedException {
    Instant began = services.clock().instant();
    Snapshot now = found;
    if (settings.check().isPresent()) {
      Action.Run check = settings.check().get();
      Ended ended = services.commands().run(check, placeholders, settings.timeout());
      run.progress().run();
      if (!(ended instanceof Ended.ExitCode) && ended.problem().isPresent()) {
        return new Outcome.Retry(
            "cannot check the configuration with \"%s\": %s"
                .formatted(String.join(" ", check.argv()), ended.problem().get()));
      }
      Snapshot after = readAgain(run, memory);
      boolean same = after.equals(now);
      if (same) {
        lines.steady();
      } else if (waitsForOthers(now, after)) {
        return new Outcome.Deferred(
            atLeast(SOON, settings.debounce().quiet()),
            "the configuration changed during its check");
      }
      now = after;
      if (ended instanceof Ended.ExitCode failed) {
        return refuse(memory, now, check, failed);
      }
    }
    own.rests();
    String digest = now.digest();
    if (!memory.begun().equals(Optional.of(digest))) {
      kept.write(memory.withBegun(digest));
    }
    Optional<String> problem =
        services.actions().perform(settings.apply(), placeholders, settings.timeout());
    if (problem.isPresent()) {
      return new Outcome.Retry(problem.get());
    }
    List<Path> changed = now.changedSince(memory.applied());
    kept.write(Memory.of(scope, baselineAfter(changed, now, memory, run)));
    lines.reloaded(changed, Duration.between(began, services.clock().instant()));
    return new Outcome.Done();
  }

  /// Whether what changed while the check ran may be somebody's half of a change.
  private boolean waitsForOthers(Snapshot before, Snapshot after) {
    OwnChanges.Verdict verdict = own.duringCheck(before, after, services.clock().instant());
    return switch (verdict) {
      case UNKNOWN -> true;
      case OWN, BUSY -> {
        lines.unsteady(verdict, after.changedSince(before));
        yield false;
      }
    };
  }

  /// What the service works with after `apply`: what the command itself changed is no change.
  private Snapshot baselineAfter(List<Path> cause, Snapshot before, Memory memory, Run run)
      throws InterruptedException {
    try {
      Snapshot after = readAgain(run, memory);
      return own.applied(Set.copyOf(cause), before, after, services.clock().instant())
          ? after
          : before;
    } catch (IOException _) {
      return before; // what cannot be read now is found by the next run
    }
  }

  private static Duration atLeast(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private Outcome refuse(Memory memory, Snapshot now, Action.Run check, Ended.ExitCode failed) {
    lines.refused(check, failed, now.changedSince(memory.applied()));
    kept.write(memory.withRefused(Optional.of(now.digest())));
    return new Outcome.Refused("the change was refused");
  }
}
