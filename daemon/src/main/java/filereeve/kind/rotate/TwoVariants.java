package filereeve.kind.rotate;

import static filereeve.telemetry.Field.field;

import filereeve.archive.Archive;
import filereeve.archive.ArchiveName;
import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.files.Directory;
import filereeve.replace.ArchiveRequest;
import filereeve.replace.Original;
import filereeve.replace.Preparation;
import filereeve.replace.Prepared;
import filereeve.replace.Replacement;
import filereeve.telemetry.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// An archive that is there plain and compressed, because a compression was cut off just before its
/// end. The two are compared, and if they are the same, the plain one goes. If they are not
/// (another program left half a `.gz`), both stay, and move and go together.
final class TwoVariants {
  private final Context context;
  private final LogDirectory directory;
  private final Runnable progress;

  TwoVariants(Context context, LogDirectory directory, Runnable progress) {
    this.context = context;
    this.directory = directory;
    this.progress = progress;
  }

  /// The codec of an archive's compressed variant; empty if there is none, or one that we cannot
  /// read.
  static Optional<Codec> codec(Archive archive) {
    return archive.variants().stream()
        .flatMap(variant -> variant.codec().stream())
        .flatMap(suffix -> Codec.ofSuffix(suffix).stream())
        .findFirst();
  }

  /// Takes as long as reading the archive takes, after a crash only. The caller holds the log.
  ///
  /// @return whether a file went
  boolean settle(Path log, Archive archive) throws IOException, InterruptedException {
    Optional<Path> plain = archive.plain().map(Archive.Variant::name);
    Optional<Codec> codec = codec(archive);
    if (plain.isEmpty() || codec.isEmpty()) {
      return false;
    }
    Directory archives = directory.archivesMade();
    Path compressed = ArchiveName.compressed(plain.get(), codec.get().suffix());
    var request = new ArchiveRequest(plain.get(), compressed, codec.get(), new Level.Auto());
    return switch (context.replacement().prepare(archives, request, _ -> progress.run())) {
      case Preparation.Ended _ -> false;
      case Preparation.Ready(Prepared ready) -> {
        try (ready) {
          yield isDone(log, plain.get(), ready.publish(plain.get(), compressed, Original.REMOVE));
        }
      }
    };
  }

  private boolean isDone(Path log, Path plain, Replacement result) {
    return switch (result) {
      case Replacement.AlreadyDone _ -> {
        tell(context, directory.path(log), directory.archivePath(plain));
        yield true;
      }
      case Replacement.Compressed _ -> true;
      case Replacement.Changed _, Replacement.Refused _ -> false;
    };
  }

  /// @param log its path
  /// @param plain the path of what was removed
  static void tell(Context context, Path log, Path plain) {
    context.log().log(
        Event.RECOVERED_FILE,
        field("rule", context.settings().rule()),
        field("file", log),
        field("archive", plain),
        field("why", "its compressed variant was complete already, so the plain one was removed"));
  }
}
