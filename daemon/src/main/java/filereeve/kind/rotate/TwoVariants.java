package filereeve.kind.rotate;

import static filereeve.telemetry.Field.field;

import filereeve.archive.Archive;
import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.replace.Existing;
import filereeve.replace.ReplacementResult;
import filereeve.telemetry.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// An archive that exists plain and compressed, because a compression was interrupted just before
/// its end. The two are compared, and if they are the same, the plain one is removed. If they are
/// not (another program left half a `.gz`), both are kept, and are renamed and removed together.
record TwoVariants(Context context, LogDirectory directory, Runnable progress) {
  static final String SAME =
      "its compressed variant was complete already, so the plain one was removed";

  /// The codec of an archive's compressed variant; empty if there is none, or one that Filereeve
  /// cannot read.
  static Optional<Codec> codec(Archive archive) {
    return archive.variants().stream()
        .flatMap(variant -> variant.codec().stream())
        .flatMap(suffix -> Codec.ofSuffix(suffix).stream())
        .findFirst();
  }

  /// Takes as long as reading the archive takes, after a crash only. The caller holds the log.
  ///
  /// @return whether a file was removed
  boolean join(Path log, Archive archive) throws IOException, InterruptedException {
    Optional<Archive.Variant> plain = archive.plain();
    Optional<Codec> codec = codec(archive);
    if (plain.isEmpty() || codec.isEmpty()) {
      return false;
    }
    Path name = plain.get().name();
    ReplacementResult result =
        context
            .replacement()
            .replaceOne(
                directory.archives(),
                name,
                codec.get(),
                new Level.Auto(),
                Existing.KEEP,
                false,
                source -> context.writers().isWritten(source, plain.get().stat()),
                _ -> progress.run());
    return switch (result) {
      case ReplacementResult.AlreadyDone _ -> {
        context.log(
            Event.RECOVERED_FILE,
            field("file", directory.path(log)),
            field("archive", directory.archivePath(name)),
            field("why", SAME));
        yield true;
      }
      case ReplacementResult.Compressed _ -> true;
      case ReplacementResult.Gone _,
          ReplacementResult.Written _,
          ReplacementResult.Changed _,
          ReplacementResult.Refused _ ->
          false;
    };
  }
}
