package filereeve.kind.rotate;

import filereeve.event.Outcome;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One run's `before`: no log is touched that it has not run well for.
final class BeforeHook {
  private final RotateSettings settings;
  private final HookCommand command;
  private final Problems problems;
  private final Set<Path> ready = new LinkedHashSet<>();
  private boolean failed;

  BeforeHook(RotateSettings settings, Teller teller, Problems problems) {
    this.settings = settings;
    this.command = new HookCommand(settings, teller);
    this.problems = problems;
  }

  /// Whether it runs before the first log of a run is touched, so that it has to be known by then
  /// which logs are due.
  boolean isForAll() {
    return settings.hooks().before().isPresent() && settings.hooks().per() == Hooks.Per.ONCE;
  }

  /// Whether it runs just before each log is touched.
  boolean isForEach() {
    return settings.hooks().before().isPresent() && settings.hooks().per() == Hooks.Per.EACH;
  }

  /// @param logs those that are due
  void runForAll(Collection<Path> logs) throws InterruptedException {
    if (!logs.isEmpty()) {
      run(List.copyOf(logs), "rotate the logs of " + settings.rule());
    }
  }

  /// Whether a log may be touched now.
  boolean runFor(Path log) throws InterruptedException {
    if (isForEach()) {
      run(List.of(log), "rotate " + log);
    }
    return settings.hooks().before().isEmpty() || ready.contains(log);
  }

  /// The logs that it has run well for, in the order in which it was told of them.
  Set<Path> ready() {
    return Collections.unmodifiableSet(ready);
  }

  /// Whether one that it has not run for was left out on purpose: it came due later.
  boolean hasFailed() {
    return failed;
  }

  private void run(List<Path> logs, String task) throws InterruptedException {
    List<Owed> told = logs.stream().map(log -> new Owed(log, Optional.empty())).toList();
    Optional<String> problem =
        command.run(settings.hooks().before().orElseThrow(), told, HookCommand.NO_LIMIT);
    if (problem.isEmpty()) {
      ready.addAll(logs);
    } else {
      failed = true;
      problems.add(
          task,
          new Outcome.Retry("cannot %s: its \"before\" failed: %s".formatted(task, problem.get())));
    }
  }
}
