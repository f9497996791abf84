package filereeve.handler.rotate;

import filereeve.codec.Codec;
import filereeve.event.Outcome;
import filereeve.files.Archive;
import filereeve.files.Remedies;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Compresses the archives of one folder when no process has them open for writing any more. The
/// folder is listed once for all of them. Small ones go first, so that they do not wait for a large
/// one; what takes long is left to the next turn, which sees what has come meanwhile.
final class ArchiveCompression {
  private static final Comparator<Candidate> SMALLEST_FIRST =
      Comparator.comparingLong(Candidate::bytes);

  private final Context context;

  ArchiveCompression(Context context) {
    this.context = context;
  }

  /// @param path of the folder of the logs
  /// @param alive is told while the work moves on
  Outcome run(Path path, Runnable alive) throws InterruptedException {
    try (LogFolder folder = LogFolder.open(context.posix(), path, context.place())) {
      List<Candidate> candidates = candidates(folder);
      return new CompressionTurn(context, folder, alive).run(candidates);
    } catch (IOException e) {
      return e instanceof PosixException call && call.errno() == Errno.ENOENT
          ? new Outcome.Skipped("the folder is gone")
          : Remedies.outcome("compress the archives of " + path, e);
    }
  }

  private List<Candidate> candidates(LogFolder folder) throws IOException {
    LogFolder.Listing listing = folder.list();
    var candidates = new ArrayList<Candidate>();
    for (var archives : listing.archives().entrySet()) {
      Path log = archives.getKey();
      boolean plain =
          archives.getValue().stream().anyMatch(named -> named.name().codec().isEmpty());
      if (plain && context.place().isLog(folder.path(log))) {
        Snapshot at = folder.snapshot(log, listing, context.clock().instant());
        if (context.knownLogs().contains(folder.path(log), at)) {
          addCandidates(folder, at, candidates);
        }
      }
    }
    candidates.sort(SMALLEST_FIRST);
    return candidates;
  }

  private void addCandidates(LogFolder folder, Snapshot at, List<Candidate> candidates) {
    List<Path> wanted = context.planner().toCompress(at.archives());
    for (Archive archive : at.archives()) {
      Path in = archive.folder();
      Optional<Archive.Form> plain =
          archive.plain().filter(form -> wanted.contains(in.resolve(form.name())));
      Optional<Codec> codec =
          TwoForms.codec(archive)
              .or(() -> context.settings().compress().map(RotateSettings.Compression::codec));
      if (plain.isPresent() && codec.isPresent()) {
        candidates.add(
            new Candidate(
                at.log(), in, into(folder, archive), plain.get(), archive.time(), codec.get()));
      }
    }
  }

  /// A compressed form that is there already is finished where it is.
  private static Path into(LogFolder folder, Archive archive) {
    return TwoForms.codec(archive).isPresent()
        ? archive.folder()
        : folder.compressedInto(archive.folder());
  }
}
