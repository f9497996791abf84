package filereeve.replace;

import filereeve.codec.ArchiveComparison;
import filereeve.codec.Codec;
import filereeve.codec.Compressors;
import filereeve.codec.FramedArchive;
import filereeve.codec.Level;
import filereeve.files.Directory;
import filereeve.files.Ownership;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import filereeve.replace.TempFiles.TempFile;
import filereeve.units.Size;
import java.io.IOException;
import java.util.Optional;

/// Steps 1 to 3 of [ReplacementSteps]: they write and verify the archive under a temporary name, or
/// find the one of an interrupted run.
///
/// @param compressors are used, and not closed
record Preparation(Posix posix, Compressors compressors, TempFiles temps) {
  /// Zeros that are compressed, one gibibyte: they take seconds.
  private static final long MOST_HOLES = 1L << 30;

  /// Archives of one file and one second.
  private static final int MOST_OF_A_DATE = 99;

  void prepare(FileReplacement file, Level level, Existing existing)
      throws IOException, InterruptedException {
    Stat source = file.source.opened();
    if (source.type() != Stat.Type.REGULAR) {
      file.refuse("it is not a regular file. Exclude it from the rule");
    } else if (file.codec.isPresent() && source.size() - source.allocated() > MOST_HOLES) {
      file.refuse(
          "%s of it are holes, which take no space but hours to compress. Keep it as it is, or remove it"
              .formatted(new Size(source.size() - source.allocated())));
    } else if (source.links() > 1) {
      file.refuse(
          "it has %d names (hard links), and the others would still refer to the old content. Remove the other names"
              .formatted(source.links()));
    } else if (isToBeWritten(file, existing)) {
      write(file, level);
    }
  }

  /// Finds the archive of an interrupted run, or else a name for a new one.
  private boolean isToBeWritten(FileReplacement file, Existing existing)
      throws IOException, InterruptedException {
    Optional<Stat> taken = file.to.stat(file.target());
    for (int sequence = 1; taken.isPresent(); sequence++) {
      boolean isRegular = taken.get().type() == Stat.Type.REGULAR;
      if (isRegular && isComplete(file)) {
        return false;
      }
      if (existing == Existing.REPLACE && isRegular) {
        file.replaces(taken.get());
        return true;
      }
      if (existing != Existing.DATE || sequence > MOST_OF_A_DATE) {
        file.refuseTaken();
        return false;
      }
      file.date(sequence);
      taken = file.to.stat(file.target());
    }
    return true;
  }

  /// Whether the file that has the archive's name has the source's content. Then it is kept open.
  private boolean isComplete(FileReplacement file) throws IOException, InterruptedException {
    Directory to = file.to;
    OpenFile archive = OpenFile.of(posix, to, to.openForReading(file.target()));
    boolean complete = false;
    try {
      complete = archive.opened().type() == Stat.Type.REGULAR && isSame(file, archive);
    } finally {
      if (!complete) {
        archive.close();
      }
    }
    if (complete) {
      file.found(archive);
    }
    return complete;
  }

  private boolean isSame(FileReplacement file, OpenFile archive)
      throws IOException, InterruptedException {
    OpenFile source = file.source;
    if (file.codec.isEmpty()) {
      return copy(file, archive).isSame();
    }
    return new ArchiveComparison(
            posix,
            source.fd(),
            source.opened().size(),
            archive.fd(),
            archive.opened().size(),
            file.codec.get(),
            file.progress)
        .isSame(compressors);
  }

  private PlainCopy copy(FileReplacement file, OpenFile archive) {
    OpenFile source = file.source;
    return new PlainCopy(posix, source.fd(), source.opened(), archive.fd(), file.progress);
  }

  private void write(FileReplacement file, Level level) throws IOException, InterruptedException {
    Optional<TempFile> temp = temps.create(posix, file.to, file.target());
    if (temp.isEmpty()) {
      file.end(new ReplacementResult.Changed("it is being compressed already"));
      return;
    }
    file.writes(temp.get());
    OpenFile source = file.source;
    boolean complete =
        file.codec.isPresent() ? compress(file, file.codec.get(), level) : copy(file);
    if (!complete || !source.isUnchanged()) {
      file.end(file.changed());
      return;
    }
    giveAttributes(source, file.archive());
  }

  private boolean compress(FileReplacement file, Codec codec, Level level)
      throws IOException, InterruptedException {
    OpenFile source = file.source;
    var content =
        new FramedArchive(
            posix,
            source.fd(),
            source.opened().size(),
            file.archive().fd(),
            codec,
            level,
            file.progress);
    boolean complete = content.write(compressors);
    file.wrote(content.length());
    return complete;
  }

  /// @return false if the source has changed
  private boolean copy(FileReplacement file) throws IOException, InterruptedException {
    PlainCopy copy = copy(file, file.archive());
    if (!copy.write() || !file.source.isUnchanged()) {
      return false;
    }
    if (!copy.isSame() && file.source.isUnchanged()) {
      throw new IOException("the copy does not read back as what was written");
    }
    file.wrote(file.source.opened().size());
    return true;
  }

  /// Copies owner, attributes, mode and times. The owner comes first, because changing it clears
  /// mode bits and attributes. Until then no other user can open the file.
  private void giveAttributes(OpenFile source, OpenFile temp) throws IOException {
    Stat wanted = source.opened();
    Ownership.give(posix, temp.fd(), wanted.uid(), wanted.gid());
    posix.copyAttributes(source.fd(), temp.fd());
    posix.chmod(temp.fd(), wanted.permissions());
    posix.setTimes(temp.fd(), wanted.accessed(), wanted.modified());
  }
}
