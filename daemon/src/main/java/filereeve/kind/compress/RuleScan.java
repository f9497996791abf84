package filereeve.kind.compress;

import static java.util.Objects.requireNonNull;

import filereeve.dispatch.Run;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.files.Directory;
import filereeve.files.Remedies;
import filereeve.files.TempNames;
import filereeve.replace.CompressionLines;
import filereeve.route.Claims;
import filereeve.route.FileWalk;
import filereeve.route.Glob;
import filereeve.rule.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Scans all files of a compress rule: queues those that need work, and removes temporary files
/// that a crash left behind. The walk lists each directory once.
record RuleScan(CompressSettings settings, Services services) {

  /// @param due whether new files may be compressed now; work that a crash interrupted is finished
  ///   in any case
  Outcome run(boolean due, Run run) throws InterruptedException {
    var walk = new Walk(due, run.claims());
    try {
      FileWalk.walk(services.watched(), run.progress(), globs(), walk);
    } catch (InterruptedException e) {
      if (due) {
        throw e;
      }
      return new Outcome.Failed(
          "cannot scan the files of %s: interrupted. The next rescan repeats it."
              .formatted(settings.rule()));
    } catch (IOException e) {
      walk.problems.add(Remedies.outcome("scan the files of " + settings.rule(), e));
    }
    for (Path temp : walk.leftOvers) {
      try {
        removeLeftOver(temp);
      } catch (IOException e) {
        walk.problems.add(Remedies.outcome("remove " + temp, e));
      }
    }
    if (!walk.problems.isEmpty()) {
      return due ? walk.problems.getFirst() : untilTheRescan(walk.problems.getFirst());
    }
    return walk.foundWork ? new Outcome.Done() : new Outcome.Skipped("no file needs work");
  }

  /// Replaces a retry, which would count as due, by a failure: the next rescan repeats the run.
  private static Outcome untilTheRescan(Outcome problem) {
    return switch (problem) {
      case Outcome.Retry retry -> new Outcome.Failed(retry.why());
      case Outcome.Failed _,
          Outcome.Done _,
          Outcome.Skipped _,
          Outcome.Refused _,
          Outcome.Deferred _ ->
          problem;
    };
  }

  /// The rule's globs, and for each the hidden files in the same directories: temporary files.
  private List<Glob> globs() {
    var globs = new ArrayList<Glob>(settings.files());
    for (Glob glob : settings.files()) {
      String text = glob.toString();
      String directory = text.endsWith("/**") ? text : text.substring(0, text.lastIndexOf('/'));
      globs.add(Glob.parse(directory + "/.*"));
    }
    return globs;
  }

  private void removeLeftOver(Path temp) throws IOException {
    try (Directory directory = Directory.open(services.posix(), requireNonNull(temp.getParent()))) {
      settings.access().requireSafe(directory, services.posix());
      if (services.replacement().removeLeftOver(directory, temp.getFileName())) {
        CompressionLines.leftOverRemoved(services.log(), settings.rule(), temp);
      }
    }
  }

  private final class Walk implements FileWalk.Visit {
    private final boolean due;
    private final Claims claims;
    private final List<Path> leftOvers = new ArrayList<>();
    private final List<Outcome> problems = new ArrayList<>();
    private boolean foundWork;

    Walk(boolean due, Claims claims) {
      this.due = due;
      this.claims = claims;
    }

    @Override
    public void file(Path path, BasicFileAttributes attributes) {
      if (isLeftOver(path.getFileName())) {
        foundWork = true;
        leftOvers.add(path);
      } else if (isCandidate(path, attributes) && needsWork(path, attributes)) {
        foundWork = true;
        services
            .sink()
            .accept(new Trigger(settings.rule(), new Subject.File(path), Cause.FOLLOW_UP));
      }
    }

    private boolean isLeftOver(Path name) {
      return TempNames.isFor(TempNames.Purpose.COMPRESS, name);
    }

    private boolean isCandidate(Path path, BasicFileAttributes attributes) {
      return attributes.isRegularFile() && attributes.size() > 0 && settings.isInput(path, claims);
    }

    private boolean needsWork(Path path, BasicFileAttributes attributes) {
      FileTime modified = attributes.lastModifiedTime();
      if (settings.keepOriginal()) {
        return due && !hasArchive(path, modified, archived -> archived.compareTo(modified) >= 0);
      }
      return due || hasArchive(path, modified, modified::equals);
    }

    /// An archive has the time of its file: one of another time is another night's.
    private boolean hasArchive(Path path, FileTime modified, Predicate<FileTime> ofTime) {
      return settings.archivesOf(path, modified.toInstant()).stream()
          .anyMatch(archive -> modified(archive).filter(ofTime).isPresent());
    }

    /// Empty if the file cannot be inspected: its own run inspects it exactly.
    private static Optional<FileTime> modified(Path path) {
      try {
        return Optional.of(Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS));
      } catch (IOException _) {
        return Optional.empty();
      }
    }

    @Override
    public void unreadable(Path path, IOException why) {
      problems.add(Remedies.outcome("inspect " + path, why));
    }
  }
}
