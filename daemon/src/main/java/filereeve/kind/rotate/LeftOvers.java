package filereeve.kind.rotate;

import static filereeve.telemetry.Field.field;

import filereeve.files.Directory;
import filereeve.files.Shredder;
import filereeve.replace.CompressionLines;
import filereeve.telemetry.Event;
import java.io.IOException;
import java.nio.file.Path;

/// What compressions and removals that were cut off left in the directories of some logs.
final class LeftOvers {
  private final Context context;
  private final Runnable progress;
  private final LogDirectory directory;

  LeftOvers(Context context, Runnable progress, LogDirectory directory) {
    this.context = context;
    this.progress = progress;
    this.directory = directory;
  }

  void remove(LogDirectory.Listing listing) throws IOException {
    for (Path path : listing.leftOvers()) {
      Directory archives = directory.at(ArchivePlace.directoryOf(path)).orElseThrow();
      if (context.replacement().removeLeftOver(archives, path.getFileName())) {
        CompressionLines.leftOverRemoved(context.log(), context.settings().rule(), path);
      }
    }
  }

  /// Takes as long as overwriting takes.
  void shred(LogDirectory.Listing listing) throws IOException, InterruptedException {
    for (Path path : listing.toShred()) {
      Directory archives = directory.at(ArchivePlace.directoryOf(path)).orElseThrow();
      if (new Shredder(context.posix()).finish(archives, path.getFileName(), progress)) {
        context.log().log(
            Event.RECOVERED_FILE,
            field("rule", context.settings().rule()),
            field("file", path),
            field("why", "its removal was cut off; it was overwritten and is gone now"));
      }
    }
  }
}
