package filereeve.kind.compress;

import filereeve.dispatch.Handler;
import filereeve.dispatch.Lane;
import filereeve.dispatch.Run;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.rule.Services;
import filereeve.rule.UnsafeSkips;
import java.util.EnumSet;
import java.util.Set;

/// Runs one rule of the section `compress`. A run of the whole rule only finds the files that need
/// work and queues them one by one; the run of each file inspects it again.
public final class CompressHandler implements Handler {
  /// The causes for which a scheduled rule compresses. A retry is one: only a run that was due asks
  /// for it.
  private static final Set<Cause> DUE =
      EnumSet.of(Cause.SCHEDULE, Cause.OPERATOR, Cause.FOLLOW_UP, Cause.RETRY);

  private final CompressSettings settings;
  private final FileCompression file;
  private final RuleScan scan;

  public CompressHandler(CompressSettings settings, Services services) {
    this.settings = settings;
    Services permitted = services.with(settings.access().posix(services.posix()));
    var skips = new UnsafeSkips(settings.rule(), services.log());
    this.file = new FileCompression(settings, permitted, skips);
    this.scan = new RuleScan(settings, permitted);
  }

  @Override
  public Lane lane(Subject subject) {
    return switch (subject) {
      case Subject.File _, Subject.Part _ -> Lane.COMPRESS;
      case Subject.Whole _ -> Lane.SCAN;
    };
  }

  @Override
  public Outcome handle(Run run) throws InterruptedException {
    boolean due = !settings.scheduled() || run.causes().stream().anyMatch(DUE::contains);
    return switch (run.key().subject()) {
      case Subject.Whole _ -> scan.run(due, run);
      case Subject.File subject when due -> file.run(subject.path(), run);
      case Subject.File _ -> new Outcome.Skipped("it is compressed only by schedule");
      case Subject.Part _ -> new Outcome.Skipped("a compress rule has no parts");
    };
  }
}
