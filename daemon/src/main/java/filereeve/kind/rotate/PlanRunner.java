package filereeve.kind.rotate;

import filereeve.archive.LogState;
import filereeve.event.Subject;
import filereeve.kind.rotate.RotationPlan.Part;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Carries out the plans of logs of one directory, which is listed once for all of them. First all
/// that are due are rotated and made durable together; what follows for them ([Stage#NOTIFY] and
/// later) is left to [#finish]. What is not due is finished at once. Each log is held while its
/// state is read and its plan is carried out. When names have changed under it, the directory is
/// listed again, and the log is planned again.
final class PlanRunner implements Closeable {
  /// How often a log is planned at most when names change between reading and acting.
  private static final int ATTEMPTS = 3;

  /// What the plans of one run share.
  ///
  /// @param followUps what is left to later runs
  /// @param freeSpace gets the archives that are kept
  record Shared(
      Request request,
      RunHooks hooks,
      Set<Subject> followUps,
      FreeSpaceRetention freeSpace,
      RunTally tally,
      Runnable progress) {}

  private final Context context;
  private final Shared run;
  private final LogDirectory directory;
  private final GuardCheck guards;
  private final StepRunner steps;
  private final RotationLines lines;
  private LogListing listing;

  /// The logs that are to be finished, and what their rotations have left; empty if that is unsure.
  private final Map<Path, Optional<LogState>> unfinished = new LinkedHashMap<>();

  /// @param directory is closed with this
  PlanRunner(Context context, Shared run, LogDirectory directory) throws IOException {
    this.context = context;
    this.run = run;
    this.directory = directory;
    this.guards = new GuardCheck(context, directory, run.hooks(), run.progress());
    this.steps = new StepRunner(context, directory, run.followUps(), run.progress());
    this.lines = new RotationLines(context, directory);
    this.listing = directory.list();
  }

  /// The names of all logs that are there, or that archives or temporary files name.
  Set<Path> logs() {
    return context.place().logs(directory.logs().path(), listing);
  }

  boolean hasAny(Collection<Path> logs) {
    return logs.stream().anyMatch(listing.names()::contains);
  }

  /// Whether the plan of a log rotates it, but for `before`. Nothing is carried out.
  boolean isDue(Path log) throws IOException, InterruptedException {
    try (var _ = context.locks().hold(directory.path(log))) {
      RotationPlan plan = plan(log);
      return plan.rotation().isPresent()
          && guards
              .failing(plan.at(), plan.rotation().get())
              .filter(guard -> guard != Guard.BEFORE_HAS_RUN)
              .isEmpty();
    }
  }

  /// Rotates what is due, durably, and finishes what is not. An interruption is left to the caller.
  ///
  /// @param create what new logs are like
  /// @return whether any log has become an archive
  boolean rotate(Collection<Path> logs, Optional<NewLog> create) throws IOException {
    steps.createLike(create);
    for (Path log : logs) {
      run.progress().run();
      if (Thread.currentThread().isInterrupted()) {
        break; // what was renamed is still made durable
      }
      try {
        rotate(log);
      } catch (IOException e) {
        run.tally().add("rotate " + directory.path(log), e);
        unfinished.put(log, Optional.empty());
      } catch (RuntimeException e) {
        run.tally().add(e);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      if (!run.request().onlyStart()) {
        run.hooks().after(directory.path(log), directory);
      }
    }
    try {
      if (steps.haveRenamed()) {
        directory.sync();
      }
      return steps.haveMoved();
    } catch (IOException e) {
      unfinished.clear(); // what is not durable replaces nothing
      throw e;
    }
  }

  /// Removes what compressions and removals left of archives that are no known log's.
  void removeStrays(Set<Path> logs) throws InterruptedException {
    for (Path log : listing.unfinished().keySet()) {
      if (!logs.contains(log)) {
        try (var _ = context.locks().hold(directory.path(log))) {
          for (Part part : RotationPlan.ofTemporaryFiles(state(log)).parts()) {
            recovers(state(log), part);
          }
        } catch (IOException e) {
          run.tally().add("remove temporary files in " + directory.logs().path(), e);
        }
      }
    }
  }

  private void rotate(Path log) throws IOException, InterruptedException {
    try (var _ = context.locks().hold(directory.path(log))) {
      for (int attempt = 1; ; attempt++) {
        try {
          rotateHeld(log);
          return;
        } catch (PosixException e) {
          if (attempt == ATTEMPTS || (e.errno() != Errno.EEXIST && e.errno() != Errno.ENOENT)) {
            throw e;
          }
          listing = directory.list(); // another run changed names since it was listed
        }
      }
    }
  }

  private void rotateHeld(Path log) throws IOException, InterruptedException {
    RotationPlan plan = recovered(log);
    boolean rotates = mayRotate(plan);
    if (rotates && run.hooks().isBeforeForEach()) { // a command can have done anything
      listing = directory.list();
      plan = recovered(log);
      rotates = mayRotate(plan);
    }
    if (!rotates) {
      finish(plan.rotation().isEmpty() ? plan : plan(plan.at()));
      return;
    }
    steps.begin();
    try {
      carryOut(plan.at(), plan.rotation().orElseThrow());
    } catch (IOException e) {
      steps.undo(plan.at(), e);
      throw e;
    }
    listing.update(plan.after());
    unfinished.put(log, Optional.of(plan.after()));
  }

  /// Carries out what recovers from an interruption, until there is nothing left of it.
  private RotationPlan recovered(Path log) throws IOException, InterruptedException {
    RotationPlan plan = plan(log);
    while (recovers(plan)) {
      listing = directory.list();
      plan = plan(log);
    }
    return plan;
  }

  /// @return whether anything has changed, so that the rest of the plan is void
  private boolean recovers(RotationPlan plan) throws IOException, InterruptedException {
    for (Part part : plan.parts()) {
      if (part.stage().isRecovery() && recovers(plan.at(), part)) {
        return true;
      }
    }
    return false;
  }

  private boolean recovers(LogState at, Part part) throws IOException, InterruptedException {
    if (!isForNow(part) || guards.failing(at, part).isPresent()) {
      return false;
    }
    boolean changed = false;
    for (Step step : part.steps()) {
      boolean did = steps.run(at, step);
      changed |= did;
      if (did && step instanceof Step.JoinVariants) {
        return true; // what follows was planned with two variants
      }
    }
    switch (part.stage()) {
      case FINISH_COPYTRUNCATE -> lines.copyTruncateFinished(at.log(), guards.verdict());
      case FINISH_NEW_LOG -> lines.newLogFinished(at.log(), part.steps().getLast());
      default -> {}
    }
    return changed;
  }

  private boolean mayRotate(RotationPlan plan) throws IOException, InterruptedException {
    if (plan.rotation().isEmpty() || !isForNow(plan.rotation().get())) {
      return false;
    }
    Optional<Guard> failing = guards.failing(plan.at(), plan.rotation().get());
    if (failing.filter(Guard.BEFORE_HAS_RUN::equals).isPresent()
        && !run.hooks().hasBeforeFailed()) {
      run.followUps().add(new Subject.Whole()); // it came due after the command ran
    }
    return failing.isEmpty();
  }

  private void carryOut(LogState at, Part part) throws IOException, InterruptedException {
    lines.planned(at.log(), part);
    for (Step step : part.steps()) {
      steps.run(at, step);
    }
  }

  /// Carries out what follows for the logs that were rotated, or whose rotation failed.
  void finish() throws InterruptedException {
    for (Map.Entry<Path, Optional<LogState>> next : unfinished.entrySet()) {
      run.progress().run();
      Path log = next.getKey();
      try (var _ = context.locks().hold(directory.path(log))) {
        LogState at = state(log);
        boolean isAsPlanned =
            next.getValue().filter(s -> s.files().size() == at.files().size()).isPresent();
        if (!isAsPlanned) {
          listing = directory.list();
        }
        finish(plan(isAsPlanned ? at : state(log)));
      } catch (IOException e) {
        run.tally().add("remove old archives of " + directory.path(log), e);
      } catch (RuntimeException e) {
        run.tally().add(e);
      }
    }
    unfinished.clear();
  }

  /// What comes after the rotation. A failure holds up no other archive, and no other log.
  private void finish(RotationPlan plan) throws InterruptedException {
    for (Part part : plan.parts().stream().filter(p -> !p.stage().isRecovery()).toList()) {
      try {
        if (isForNow(part) && guards.failing(plan.at(), part).isEmpty()) {
          carryOut(plan.at(), part);
        }
      } catch (IOException e) {
        run.tally().add("remove old archives of " + plan.at().path(), e);
      }
    }
    try {
      lines.unknownDates(plan.at().log(), plan.kept());
      if (ArchiveCompression.isNeeded(context, directory, plan.at().path(), plan.kept())) {
        run.followUps().add(RotateSubjects.archives(plan.at().directory()));
      }
      run.freeSpace().consider(directory, plan.at().log(), plan.kept());
    } catch (IOException e) {
      run.tally().add("remove old archives of " + plan.at().path(), e);
    }
  }

  /// What the scan at the start does not carry out is left to a run of its own.
  private boolean isForNow(Part part) {
    boolean now = !run.request().onlyStart() || part.stage().isForStart() || part.isSkip();
    if (!now) {
      run.followUps().add(new Subject.Whole());
    }
    return now;
  }

  private RotationPlan plan(Path log) throws IOException {
    return RotationPlan.of(state(log), context.settings(), run.request(), context.now());
  }

  /// All but the rotation.
  private RotationPlan plan(LogState at) {
    return RotationPlan.of(at, context.settings(), run.request().withoutRotation(), context.now());
  }

  private LogState state(Path log) throws IOException {
    return directory.state(log, listing);
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
