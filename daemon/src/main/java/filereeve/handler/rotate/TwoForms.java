package filereeve.handler.rotate;

import static filereeve.telemetry.Field.field;

import filereeve.codec.ArchiveRequest;
import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.codec.Original;
import filereeve.codec.Preparation;
import filereeve.codec.Prepared;
import filereeve.codec.Replacement;
import filereeve.files.Archive;
import filereeve.files.ArchiveName;
import filereeve.files.Folder;
import filereeve.telemetry.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// An archive that is there plain and compressed, because a compression was cut off just before its
/// end. The two are compared, and if they are the same, the plain one goes. If they are not
/// (another program left half a `.gz`), both stay, and move and go together.
final class TwoForms {
  private final Context context;
  private final LogFolder folder;
  private final Runnable progress;

  TwoForms(Context context, LogFolder folder, Runnable progress) {
    this.context = context;
    this.folder = folder;
    this.progress = progress;
  }

  /// The codec of an archive's compressed form; empty if there is none, or one that we cannot read.
  static Optional<Codec> codec(Archive archive) {
    return archive.forms().stream()
        .flatMap(form -> form.codec().stream())
        .flatMap(suffix -> Codec.ofSuffix(suffix).stream())
        .findFirst();
  }

  /// Takes as long as reading the archive takes, after a crash only. The caller holds the log.
  ///
  /// @return whether a file went
  boolean settle(Path log, Archive archive) throws IOException, InterruptedException {
    Optional<Path> plain = archive.plain().map(Archive.Form::name);
    Optional<Codec> codec = codec(archive);
    if (plain.isEmpty() || codec.isEmpty()) {
      return false;
    }
    Folder archives = folder.archivesMade();
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
        tell(context, folder.path(log), folder.archivePath(plain));
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
        field("why", "its compressed form was complete already, so the plain one was removed"));
  }
}
