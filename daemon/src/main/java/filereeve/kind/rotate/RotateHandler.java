package filereeve.kind.rotate;

import static filereeve.telemetry.Field.field;

import filereeve.dispatch.Handler;
import filereeve.dispatch.Lane;
import filereeve.dispatch.Run;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.files.Remedies;
import filereeve.kind.rotate.RotateSettings.Missing;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import filereeve.route.Claim;
import filereeve.route.Claims;
import filereeve.route.FileWalk;
import filereeve.route.Glob;
import filereeve.rule.Services;
import filereeve.rule.UnsafeSkips;
import filereeve.telemetry.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// One rule of the section `rotate`.
///
/// - One log that changed: its size and age are inspected, and no more unless it is due.
/// - The whole rule: every log and every archive, as one set.
/// - The archives of one directory: each is compressed as soon as nobody writes it.
///
/// Memory holds only what is not on disk: which logs this process has rotated ([KnownLogs]), whose
/// writers are still to be notified ([WriterNotification]), what was logged as skipped, what
/// failed, and what a schedule asked for. Archives are the record of past rotations, and an
/// interrupted run is found by what it left.
public final class RotateHandler implements Handler {
  private static final int MOST_FAILING = 10_000;

  /// But for the claims, which come with each run.
  private final Context shared;

  private final PastNames past;

  /// What a schedule or an operator asked for and not every log has had yet: a run that failed is
  /// followed by a retry or a rescan, which do not have its cause.
  private volatile Optional<Request> asked = Optional.empty();

  /// What the last run failed for. If there is nothing to do for it any more, another run has done
  /// it: the failure is over, and that is to be said.
  private final Set<Subject> failing = ConcurrentHashMap.newKeySet();

  /// @param hooks carries out `before` and `after`
  /// @param locks the program's only ones
  public RotateHandler(
      RotateSettings settings, Services services, HookRunner hooks, LogLocks locks) {
    Posix posix = services.posix();
    this.past = new PastNames(posix, services.stateDirectory(), settings);
    past.learn();
    Posix files = settings.access().posix(posix);
    var writers = new ArchiveWriterCheck(files, services.clock());
    this.shared =
        new Context(
            settings,
            services,
            files,
            new ArchivePlace(settings, past, Claims.NONE),
            locks,
            hooks,
            new KnownLogs(),
            new FirstSeen(),
            new WriterNotification(settings, files, hooks, locks, writers),
            new LateWriters(),
            new ChangingNames(),
            new UnsafeSkips(settings.rule(), services.log()));
  }

  /// With all archives of the files, by today's and former settings.
  @Override
  public Claim claim(Claim ofRule) {
    return past.claim();
  }

  @Override
  public Lane lane(Subject subject) {
    return switch (subject) {
      case Subject.File _ -> Lane.ROTATE;
      case Subject.Whole _ -> Lane.SCAN;
      case Subject.Part part -> part.equals(RotateSubjects.DELIVERIES) ? Lane.MAIL : Lane.COMPRESS;
    };
  }

  @Override
  public Outcome handle(Run run) throws InterruptedException {
    Subject subject = run.key().subject();
    Context context = shared.under(run.claims());
    return recovered(
        subject,
        switch (subject) {
          case Subject.File(Path path) -> file(context, path, run);
          case Subject.Whole() -> whole(context, run);
          case Subject.Part(_, Optional<Path> directory) ->
              directory.isPresent()
                  ? compress(context, directory.get(), run)
                  : deliver(context, run);
        });
  }

  private Outcome recovered(Subject subject, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Skipped _ when failing.remove(subject) -> new Outcome.Done();
      case Outcome.Skipped _, Outcome.Refused _, Outcome.Deferred _ -> outcome;
      case Outcome.Done _ -> {
        failing.remove(subject);
        yield outcome;
      }
      case Outcome.Retry _, Outcome.Failed _ -> {
        if (failing.size() < MOST_FAILING) {
          failing.add(subject);
        }
        yield outcome;
      }
    };
  }

  private Outcome compress(Context context, Path directory, Run run) throws InterruptedException {
    Outcome outcome = ArchiveCompression.run(context, directory, run.progress());
    if (context.settings().delivers() && !(outcome instanceof Outcome.Skipped)) {
      context.followUp(RotateSubjects.DELIVERIES);
    }
    return outcome;
  }

  private Outcome deliver(Context context, Run run) throws InterruptedException {
    if (!context.settings().delivers()) {
      return new Outcome.Skipped("the rule delivers nothing");
    }
    var tally = new RunTally();
    var delivery = new DeliveryRun(context, tally, run.progress());
    delivery.directories(directories(context, tally, run.progress()));
    return tally.outcome("no archive to deliver");
  }

  /// Comes up to once a second for each busy log.
  private Outcome file(Context context, Path path, Run run) throws InterruptedException {
    if (!context.place().isLog(path)) {
      return new Outcome.Skipped("it is not a log of the rule");
    }
    Request request = Request.of(run.causes());
    boolean pending = run.causes().contains(Cause.RETRY) && context.notification().isPending();
    Optional<LogDirectory> directory;
    try {
      directory = openIfDue(context, path, request, pending);
    } catch (IOException e) {
      return Remedies.outcome("rotate " + path, e);
    }
    if (directory.isEmpty() && !pending) {
      return new Outcome.Skipped("it is not due");
    }
    var rule = new RuleRun(context, request, run.progress());
    saveNames(rule.tally());
    directory.ifPresent(opened -> rule.log(opened, path.getFileName()));
    return rule.finish();
  }

  /// Judges by the log's own attributes alone: its archives can only make it younger.
  ///
  /// @param pending it may be one that a run has left half done
  /// @return empty if the log cannot be due, or its directory does not exist
  private Optional<LogDirectory> openIfDue(
      Context context, Path path, Request request, boolean pending) throws IOException {
    Path logs = ArchivePlace.directoryOf(path);
    LogDirectory directory;
    try {
      directory = LogDirectory.ofLogs(context, logs);
    } catch (IOException e) {
      if (LogDirectory.isGone(e)) {
        return Optional.empty();
      }
      throw e;
    }
    boolean mayBeDue = false;
    try {
      mayBeDue = pending || mayBeDue(directory.live(path.getFileName()), request);
    } finally {
      if (!mayBeDue) {
        directory.close();
      }
    }
    return mayBeDue ? Optional.of(directory) : Optional.empty();
  }

  private boolean mayBeDue(Optional<Stat> live, Request request) {
    return live.isPresent()
        && Due.of(shared.settings(), request, live.get().size(), live.get().born(), shared.now())
            .isPresent();
  }

  /// The scan at the start only finishes what an earlier run left half done, as far as that is
  /// quick, and leaves the rest to a run of its own: the daemon is ready when all rules have been
  /// scanned.
  private Outcome whole(Context context, Run run) throws InterruptedException {
    Instant began = shared.now();
    Request own = Request.of(run.causes());
    Request request = own.or(asked);
    var rule = new RuleRun(context, request, run.progress());
    saveNames(rule.tally());
    rule.directories(directories(context, rule.tally(), run.progress()));
    if (context.settings().missing() == Missing.ERROR && !rule.hasFound()) {
      rule.tally().add("find a log", missing());
    }
    Outcome outcome = rule.finish();
    if (!request.onlyStart()) {
      boolean failed = outcome instanceof Outcome.Retry || outcome instanceof Outcome.Failed;
      Optional<Request> wanted = Optional.of(own).filter(r -> r.asked().isPresent());
      asked = failed ? wanted.map(r -> r.begunBy(began)).or(() -> asked) : Optional.empty();
    }
    return outcome;
  }

  private Outcome missing() {
    return new Outcome.Failed(
        "cannot find a log of %s: no file matches %s. Correct \"files\", or set \"missing: ok\"."
            .formatted(
                shared.settings().rule(),
                shared.settings().files().stream()
                    .map(Glob::toString)
                    .collect(Collectors.joining(", "))));
  }

  /// Rotation continues without: archives whose names are unknown are skipped.
  private void saveNames(RunTally tally) {
    try {
      past.save();
    } catch (IOException e) {
      tally.add("record the archive names of " + shared.settings().rule(), e);
    }
    past.takeDamage()
        .ifPresent(
            why ->
                shared.log(
                    Event.STATE_ERROR,
                    field("why", why + ": archives of former settings are unknown and are kept")));
  }

  private Set<Path> directories(Context context, RunTally tally, Runnable progress)
      throws InterruptedException {
    var directories = new TreeSet<Path>();
    context.place().onlyLogDirectory().ifPresent(directories::add);
    try {
      FileWalk.walk(
          context.services().watched(),
          progress,
          context.place().everything(),
          new FileWalk.Visit() {
            @Override
            public void file(Path path, BasicFileAttributes attributes) {
              directories.add(context.place().logDirectory(path));
            }

            @Override
            public void unreadable(Path path, IOException why) {
              tally.add("read " + path, why);
            }
          });
    } catch (IOException e) {
      tally.add("scan the logs of " + context.settings().rule(), e);
    }
    return directories;
  }
}
