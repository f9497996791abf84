package filereeve.handler.rotate;

import static filereeve.telemetry.Field.field;

import filereeve.files.Folder;
import filereeve.files.Shredder;
import filereeve.telemetry.CompressionLines;
import filereeve.telemetry.Event;
import java.io.IOException;
import java.nio.file.Path;

/// What compressions and removals that were cut off left in the folders of some logs.
final class LeftOvers {
  private final Context context;
  private final Runnable progress;
  private final LogFolder folder;

  LeftOvers(Context context, Runnable progress, LogFolder folder) {
    this.context = context;
    this.progress = progress;
    this.folder = folder;
  }

  void remove(LogFolder.Listing listing) throws IOException {
    for (Path path : listing.leftOvers()) {
      for (Path name : context.replacement().removeLeftOvers(folder.at(path).orElseThrow())) {
        CompressionLines.leftOverRemoved(
            context.log(), context.settings().rule(), path.resolve(name));
      }
    }
  }

  /// Takes as long as overwriting takes.
  void shred(LogFolder.Listing listing) throws IOException, InterruptedException {
    for (Path path : listing.toShred()) {
      Folder archives = folder.at(ArchivePlace.folderOf(path)).orElseThrow();
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
