package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.codec.Codec;
import filereeve.event.Outcome;
import filereeve.files.Remedies;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Compresses the archives of one directory when no process has them open for writing any more. The
/// directory is listed once for all of them. Small ones go first, so that they do not wait for a
/// large one; what takes long is left to the next turn, which sees what has come meanwhile.
final class ArchiveCompression {
  private static final Comparator<Candidate> SMALLEST_FIRST =
      Comparator.comparingLong(Candidate::bytes);

  private final Context context;

  ArchiveCompression(Context context) {
    this.context = context;
  }

  /// @param path of the directory of the logs
  /// @param alive is told while the work moves on
  Outcome run(Path path, Runnable alive) throws InterruptedException {
    try (LogDirectory directory = LogDirectory.open(context.posix(), path, context.place())) {
      List<Candidate> candidates = candidates(directory);
      return new CompressionTurn(context, directory, alive).run(candidates);
    } catch (IOException e) {
      return e instanceof PosixException call && call.errno() == Errno.ENOENT
          ? new Outcome.Skipped("the directory is gone")
          : Remedies.outcome("compress the archives of " + path, e);
    }
  }

  private List<Candidate> candidates(LogDirectory directory) throws IOException {
    LogDirectory.Listing listing = directory.list();
    var candidates = new ArrayList<Candidate>();
    for (var archives : listing.archives().entrySet()) {
      Path log = archives.getKey();
      boolean plain =
          archives.getValue().stream().anyMatch(named -> named.name().codec().isEmpty());
      if (plain && context.place().isLog(directory.path(log))) {
        Snapshot at = directory.snapshot(log, listing, context.clock().instant());
        if (context.knownLogs().contains(directory.path(log), at)) {
          addCandidates(directory, at, candidates);
        }
      }
    }
    candidates.sort(SMALLEST_FIRST);
    return candidates;
  }

  private void addCandidates(LogDirectory directory, Snapshot at, List<Candidate> candidates) {
    List<Path> wanted = context.planner().toCompress(at.archives());
    for (Archive archive : at.archives()) {
      Path in = archive.directory();
      Optional<Archive.Variant> plain =
          archive.plain().filter(variant -> wanted.contains(in.resolve(variant.name())));
      Optional<Codec> codec =
          TwoVariants.codec(archive)
              .or(() -> context.settings().compress().map(RotateSettings.Compression::codec));
      if (plain.isPresent() && codec.isPresent()) {
        candidates.add(
            new Candidate(
                at.log(), in, into(directory, archive), plain.get(), archive.time(), codec.get()));
      }
    }
  }

  /// A compressed variant that is there already is finished where it is.
  private static Path into(LogDirectory directory, Archive archive) {
    return TwoVariants.codec(archive).isPresent()
        ? archive.directory()
        : directory.compressedInto(archive.directory());
  }
}
