package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.files.Directory;
import filereeve.kind.rotate.RotateSettings.Destinations;
import filereeve.posix.Fd;
import java.io.IOException;
import java.nio.file.Path;

/// The deliveries that are pending for new archives, as far as a rotation is concerned: it marks
/// what becomes an archive, and keeps what is still to be delivered. [DeliveryRun] delivers.
record PendingDelivery(Context context, LogDirectory directory) {
  /// To be called before a log becomes an archive, so that this is delivered also if the run ends
  /// here.
  void mark(Path log) throws IOException {
    Destinations wanted = context.settings().archives().onArchive();
    Fd file = directory.logs().openForReading(log);
    try {
      boolean mail = wanted.mail().isEmpty() || put(DeliveryMark.MAIL_PENDING, file);
      boolean run = wanted.run().isEmpty() || put(DeliveryMark.RUN_PENDING, file);
      if (!mail || !run) {
        context.skip(
            "deliver new archives in",
            directory.logs().path(),
            "they cannot be marked, because extended attributes (user.*) are not supported or"
                + " not permitted there. Use \"on_remove\", or another filesystem");
      }
    } finally {
      context.posix().close(file);
    }
  }

  private boolean put(DeliveryMark mark, Fd file) throws IOException {
    return mark.put(context.posix(), file);
  }

  /// To be called before an archive is compressed to another directory: its marks are kept only if
  /// that filesystem supports them.
  void follow(Directory into) throws IOException {
    if (!context.settings().archives().onArchive().isEmpty()
        && !DeliveryMark.arePossible(context.posix(), into.fd())) {
      context.skip(
          "deliver new archives that are compressed to",
          into.path(),
          "its filesystem does not support extended attributes (user.*), which mark them. Set"
              + " \"archive_dir\" to another filesystem, or use \"on_remove\"");
    }
  }

  /// Whether any variant of an archive is still to be delivered because it is new.
  boolean isPending(Archive archive) throws IOException {
    for (Archive.Variant variant : archive.variants()) {
      Fd file = directory.of(archive).openForReading(variant.name());
      try {
        if (!of(context, file).isEmpty()) {
          return true;
        }
      } finally {
        context.posix().close(file);
      }
    }
    return false;
  }

  /// The deliveries that a file is marked for. A mark that the rule does not ask for any more does
  /// not count.
  static Destinations of(Context context, Fd file) throws IOException {
    Destinations wanted = context.settings().archives().onArchive();
    boolean mail =
        wanted.mail().isPresent() && DeliveryMark.MAIL_PENDING.isOn(context.posix(), file);
    boolean run = wanted.run().isPresent() && DeliveryMark.RUN_PENDING.isOn(context.posix(), file);
    return new Destinations(wanted.mail().filter(_ -> mail), wanted.run().filter(_ -> run));
  }
}
