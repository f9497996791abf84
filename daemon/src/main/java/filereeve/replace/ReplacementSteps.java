package filereeve.replace;

import filereeve.codec.ArchiveComparison;
import filereeve.codec.Codec;
import filereeve.codec.Compressors;
import filereeve.codec.FramedArchive;
import filereeve.codec.Level;
import filereeve.files.Closing;
import filereeve.files.Directory;
import filereeve.files.Ownership;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import filereeve.replace.FileReplacement.Guard;
import filereeve.replace.TempFiles.TempFile;
import filereeve.units.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Replaces files by their archives, in durable steps in this order. If it is interrupted after any
/// step, the content of each file is complete on disk, and the next run finishes the work.
///
/// 1. [#prepare]: write a temporary file frame by frame, each read back and compared
/// 2. inspect the source
/// 3. copy the source's owner, attributes, mode and times to the temporary file
/// 4. [#makeDurable]: fsync the temporary file
/// 5. [#replace]: inspect the source; rename the temporary file to the archive's name, never over
///    an existing file
/// 6. fsync the archive's directory
/// 7. inspect the source once more; remove it
/// 8. fsync the source's directory
///
/// An interruption before 5 leaves a temporary file: [#removeLeftOver] or the next [#prepare]
/// removes it. An interruption between 5 and 7 leaves source and archive: the next [#prepare]
/// compares the two instead of 1 to 3, and if they are the same, the steps continue with 4. If the
/// source changes between 5 and 7, the archive is removed, and the removal synced.
///
/// With several files, each step from 4 on is carried out for all files before the next step, and a
/// directory is synced once. A failure of one file does not affect the others.
///
/// Thread: safe for use by many threads. The program has only one, because it knows which temporary
/// files are in use.
public final class ReplacementSteps {
  /// Zeros that are compressed, one gibibyte: they take seconds.
  private static final long MOST_HOLES = 1L << 30;

  private interface Step {
    void carryOut(FileReplacement file) throws IOException;
  }

  private final Posix posix;
  private final Compressors compressors;
  private final TempFiles temps;

  /// @param compressors are used, and not closed
  public ReplacementSteps(Posix posix, Compressors compressors) {
    this(posix, compressors, new TempFiles());
  }

  private ReplacementSteps(Posix posix, Compressors compressors, TempFiles temps) {
    this.posix = posix;
    this.compressors = compressors;
    this.temps = temps;
  }

  /// The same steps with the permissions of another user.
  public ReplacementSteps with(Posix other) {
    return new ReplacementSteps(other, compressors, temps);
  }

  /// Carries out all steps for one file, with the archive beside it.
  ///
  /// @param keep whether the source is kept: then without 7 and 8
  /// @throws IOException if a call failed: completed steps are kept, and the next run finishes the
  ///   rest
  /// @throws InterruptedException soon after the thread was interrupted; the temporary file is
  ///   removed
  /// @see #prepare
  public ReplacementResult replaceOne(
      Directory directory,
      Path name,
      Codec codec,
      Level level,
      boolean keep,
      Guard guard,
      LongConsumer progress)
      throws IOException, InterruptedException {
    try (var file = prepare(directory, name, directory, codec, level, guard, progress)) {
      if (keep) {
        file.keepSource();
      }
      makeDurable(List.of(file));
      replace(List.of(file));
      return file.result();
    }
  }

  /// Carries out steps 1 to 3. They take as long as the compression, and change nothing but a
  /// temporary file.
  ///
  /// @param from the source's directory; like `to`, it must stay open until the result is closed
  /// @param to the archive's directory
  /// @param progress is called, in the calling thread, with how many bytes of content were
  ///   processed: in all twice the source's size, once for writing and once for reading back
  /// @return a replacement that may have ended already
  /// @throws InterruptedException soon after the thread was interrupted; the temporary file is
  ///   removed
  /// @throws IOException if a call failed ([filereeve.posix.PosixException]) or the archive did not
  ///   read back as written; the temporary file is removed, now or by the next run
  public FileReplacement prepare(
      Directory from,
      Path name,
      Directory to,
      Codec codec,
      Level level,
      Guard guard,
      LongConsumer progress)
      throws IOException, InterruptedException {
    OpenFile source = OpenFile.of(posix, from, from.openForReading(name));
    var file = new FileReplacement(source, name, to, codec, guard, progress);
    try {
      prepare(file, level);
      return file;
    } catch (IOException | InterruptedException | RuntimeException e) {
      Closing.suppressed(e, file);
      throw e;
    }
  }

  /// Carries out step 4. It waits for the disk, so it must not be called under a lock.
  public void makeDurable(Collection<FileReplacement> files) {
    each(files, FileReplacement::beginSync);
    each(files, FileReplacement::sync);
  }

  /// Carries out steps 5 to 8, after [#makeDurable]. The caller must hold the lock that prevents
  /// the files from being renamed. Afterwards each file has ended.
  ///
  /// @throws IOException if a directory could not be synced. If it is the archives' directory, no
  ///   source was removed
  public void replace(Collection<FileReplacement> files) throws IOException {
    each(files, FileReplacement::giveName);
    sync(files, file -> !file.hasEnded(), FileReplacement::to);
    each(files, FileReplacement::removeSource);
    sync(files, FileReplacement::isSourceRemoved, FileReplacement::from);
  }

  /// Removes the temporary file of an interrupted compression.
  ///
  /// @return false if it is in use or not a regular file
  public boolean removeLeftOver(Directory directory, Path temp) throws IOException {
    return temps.removeLeftOver(directory, temp);
  }

  private void prepare(FileReplacement file, Level level) throws IOException, InterruptedException {
    Stat source = file.source.opened();
    if (source.type() != Stat.Type.REGULAR) {
      file.refuse("it is not a regular file. Exclude it from the rule");
    } else if (source.size() - source.allocated() > MOST_HOLES) {
      file.refuse(
          "%s of it are holes, which take no space but hours to compress. Keep it as it is, or remove it"
              .formatted(new Size(source.size() - source.allocated())));
    } else if (source.links() > 1) {
      file.refuse(
          "it has %d names (hard links), and the others would still refer to the old content. Remove the other names"
              .formatted(source.links()));
    } else if (file.to.stat(file.target()).isPresent()) {
      compare(file);
    } else {
      write(file, level);
    }
  }

  private void compare(FileReplacement file) throws IOException, InterruptedException {
    Stat source = file.source.opened();
    Directory to = file.to;
    OpenFile archive = OpenFile.of(posix, to, to.openForReading(file.target()));
    file.found(archive);
    boolean same =
        archive.opened().type() == Stat.Type.REGULAR
            && new ArchiveComparison(
                    posix,
                    file.source.fd(),
                    source.size(),
                    archive.fd(),
                    archive.opened().size(),
                    file.codec,
                    file.progress)
                .isSame(compressors);
    if (!same) {
      file.refuseTaken();
    }
  }

  private void write(FileReplacement file, Level level) throws IOException, InterruptedException {
    Optional<TempFile> temp = temps.create(posix, file.to, file.target());
    if (temp.isEmpty()) {
      file.end(new ReplacementResult.Changed("it is being compressed already"));
      return;
    }
    file.writes(temp.get());
    OpenFile source = file.source;
    var content =
        new FramedArchive(
            posix,
            source.fd(),
            source.opened().size(),
            file.archive().fd(),
            file.codec,
            level,
            file.progress);
    if (!content.write(compressors) || !source.isUnchanged()) {
      file.end(file.changed());
      return;
    }
    file.wrote(content.length());
    giveAttributes(source, file.archive());
  }

  /// Copies owner, attributes, mode and times. The owner comes first, because changing it clears
  /// mode bits and attributes. Until then no other user can open the file.
  private void giveAttributes(OpenFile source, OpenFile temp) throws IOException {
    Stat wanted = source.opened();
    Ownership.give(posix, temp.fd(), wanted.uid(), wanted.gid());
    posix.copyAttributes(source.fd(), temp.fd());
    posix.chmod(temp.fd(), wanted.mode());
    posix.setTimes(temp.fd(), wanted.accessed(), wanted.modified());
  }

  private static void each(Collection<FileReplacement> files, Step step) {
    for (FileReplacement file : files) {
      if (!file.hasEnded()) {
        file.progress.accept(0);
        try {
          step.carryOut(file);
        } catch (IOException e) {
          file.fail(e);
        }
      }
    }
  }

  private static void sync(
      Collection<FileReplacement> files,
      Predicate<FileReplacement> changed,
      Function<FileReplacement, Directory> where)
      throws IOException {
    Set<Directory> directories =
        files.stream()
            .filter(changed)
            .map(where)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    for (Directory directory : directories) {
      directory.sync();
    }
  }
}
