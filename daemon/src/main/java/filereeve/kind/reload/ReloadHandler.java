package filereeve.kind.reload;

import static filereeve.telemetry.Field.field;

import filereeve.dispatch.Handler;
import filereeve.dispatch.Lane;
import filereeve.dispatch.Run;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.files.Remedies;
import filereeve.process.Action;
import filereeve.process.Ended;
import filereeve.process.Placeholders;
import filereeve.rule.Services;
import filereeve.telemetry.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Applies a changed configuration to a service, after it has passed its check.
///
/// The content of the watched files decides, not events: it is compared with the content that was
/// last applied, which is remembered on disk. The memory is written after the command that applies
/// it, so that after a crash between the two the command runs again. Before it, the memory says
/// that it is about to run: if it fails or is interrupted, and the change is then reverted, the
/// reverted content is applied.
public final class ReloadHandler implements Handler {
  /// Until files that were changing are read again.
  private static final Duration SOON = Duration.ofMillis(500);

  /// The daemon is ready when all rules were reconciled at the start. A command that hangs must not
  /// hold that up: systemd would stop the daemon and start it again, for ever.
  private static final Set<Cause> ONLY_START = Set.of(Cause.START);

  private static final Duration AT_ONCE = Duration.ofMillis(1);

  /// This many changed files are named in the log.
  private static final int NAMED = 5;

  private final ReloadSettings settings;
  private final Scope scope;
  private final Services services;
  private final KeptMemory kept;
  private final Placeholders placeholders;

  public ReloadHandler(ReloadSettings settings, Services services) {
    this.settings = settings;
    this.scope = new Scope(settings.watch(), settings.ignore());
    this.services = services;
    this.kept =
        new KeptMemory(MemoryFile.of(services, settings.rule()), settings.rule(), services.log());
    this.placeholders = new Placeholders(Map.of("rule", settings.rule().toString()));
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

  private Outcome decide(Run run) throws IOException, InterruptedException {
    Snapshot now = WatchedFiles.read(services.posix(), scope, run.progress());
    Optional<Memory> known = kept.read(scope);
    if (known.isEmpty()) {
      return baseline(now, "first run");
    }
    Memory memory = known.get();
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
      return new Outcome.Skipped("this change was refused; it waits for the next one");
    }
    if (run.causes().equals(ONLY_START)) {
      return new Outcome.Deferred(AT_ONCE, "the daemon is ready before a command is run");
    }
    return changed(memory, now, run);
  }

  /// A rule that was changed to name more or fewer files reloads nothing by that.
  private boolean sameWhereBothLook(Memory memory, Snapshot now) {
    return now.only(memory.scope()::names).equals(memory.applied().only(scope::names));
  }

  private Outcome baseline(Snapshot now, String why) {
    kept.write(Memory.of(scope, now));
    services.log().log(
        Event.BASELINE,
        field("rule", settings.rule()),
        field("files", now.hashes().size()),
        field("why", why));
    return new Outcome.Done();
  }

  /// A refused change that was taken back is checked again should it come again.
  private Outcome unchanged(Memory memory) {
    if (memory.refused().isPresent()) {
      kept.write(memory.withRefused(Optional.empty()));
    }
    return new Outcome.Skipped("the configuration is the one that was applied");
  }

  private Outcome changed(Memory memory, Snapshot now, Run run)
      throws IOException, InterruptedException {
    Instant began = services.clock().instant();
    if (settings.check().isPresent()) {
      Action.Run check = settings.check().get();
      Ended ended = services.commands().run(check, placeholders, settings.timeout());
      run.progress().run();
      if (ended instanceof Ended.ExitCode failed) {
        return refuse(memory, now, check, failed);
      }
      Optional<String> problem = ended.problem();
      if (problem.isPresent()) {
        return new Outcome.Retry(
            "cannot check the configuration with \"%s\": %s"
                .formatted(String.join(" ", check.argv()), problem.get()));
      }
      if (!WatchedFiles.read(services.posix(), scope, run.progress()).equals(now)) {
        return new Outcome.Deferred(SOON, "the configuration changed during its check");
      }
    }
    String digest = now.digest();
    if (!memory.begun().equals(Optional.of(digest))) {
      kept.write(memory.withBegun(digest));
    }
    Optional<String> problem =
        services.actions().perform(settings.apply(), placeholders, settings.timeout());
    if (problem.isPresent()) {
      return new Outcome.Retry(problem.get());
    }
    kept.write(Memory.of(scope, now));
    List<Path> changed = now.changedSince(memory.applied());
    services.log().log(
        Event.RELOADED,
        field("rule", settings.rule()),
        field("files", changed.size()),
        field("changed", names(changed)),
        field("took", Duration.between(began, services.clock().instant())));
    return new Outcome.Done();
  }

  private Outcome refuse(Memory memory, Snapshot now, Action.Run check, Ended.ExitCode failed) {
    services.log().log(
        Event.RELOAD_REFUSED,
        field("rule", settings.rule()),
        field("command", String.join(" ", check.argv())),
        field("code", failed.code()),
        field("output", failed.output()),
        field("changed", names(now.changedSince(memory.applied()))));
    kept.write(memory.withRefused(Optional.of(now.digest())));
    return new Outcome.Skipped("the change was refused");
  }

  private static String names(List<Path> paths) {
    String named = String.join(", ", paths.stream().limit(NAMED).map(Path::toString).toList());
    return paths.size() <= NAMED ? named : named + " and " + (paths.size() - NAMED) + " more";
  }
}
