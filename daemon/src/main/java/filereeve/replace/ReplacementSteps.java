package filereeve.replace;

import filereeve.codec.Codec;
import filereeve.codec.Compressors;
import filereeve.codec.Level;
import filereeve.files.Closing;
import filereeve.files.Directory;
import filereeve.posix.Posix;
import filereeve.replace.FileReplacement.Guard;
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

/// Replaces files by their archives, or by copies on another mount, in durable steps in this order.
/// If it is interrupted after any step, the content of each file is complete on disk, and the next
/// run finishes the work.
///
/// 1. [#prepare]: write a temporary file frame by frame, each read back and compared
/// 2. inspect the source
/// 3. copy the source's owner, attributes, mode and times to the temporary file
/// 4. [#makeDurable]: fsync the temporary file
/// 5. [#replace]: inspect the source; rename the temporary file to the archive's name, never over
///    an existing file, except with [Existing#REPLACE]
/// 6. fsync the archive's directory
/// 7. inspect the source once more; remove it
/// 8. fsync the source's directory
///
/// An interruption before 5 leaves a temporary file: [#removeLeftOver] or the next [#prepare]
/// removes it. An interruption between 5 and 7 leaves source and archive: the next [#prepare]
/// compares the two instead of 1 to 3, and if they are the same, the steps continue with 4. If the
/// source changes between 5 and 7, the archive is removed, and the removal synced, unless it
/// replaced another one: then the next run replaces it in turn.
///
/// With several files, each step from 4 on is carried out for all files before the next step, and a
/// directory is synced once. A failure of one file does not affect the others.
///
/// Thread: safe for use by many threads. The program has only one, because it knows which temporary
/// files are in use.
public final class ReplacementSteps {
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
  /// @param existing what becomes of an archive of other content that has the name
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
      Existing existing,
      boolean keep,
      Guard guard,
      LongConsumer progress)
      throws IOException, InterruptedException {
    Optional<Codec> beside = Optional.of(codec);
    try (var file = prepare(directory, name, directory, beside, level, existing, guard, progress)) {
      if (keep) {
        file.keepSource();
      }
      makeDurable(List.of(file));
      replace(List.of(file));
      return file.result();
    }
  }

  /// Carries out steps 1 to 3. They take as long as the compression, and change nothing but a
  /// temporary file. An archive of other content that has the name is kept, and refused.
  ///
  /// @param from the source's directory; like `to`, it must stay open until the result is closed
  /// @param to the archive's directory
  /// @param codec empty for a plain copy, to another directory
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
      Optional<Codec> codec,
      Level level,
      Guard guard,
      LongConsumer progress)
      throws IOException, InterruptedException {
    return prepare(from, name, to, codec, level, Existing.KEEP, guard, progress);
  }

  private FileReplacement prepare(
      Directory from,
      Path name,
      Directory to,
      Optional<Codec> codec,
      Level level,
      Existing existing,
      Guard guard,
      LongConsumer progress)
      throws IOException, InterruptedException {
    OpenFile source = OpenFile.of(posix, from, from.openForReading(name));
    var file = new FileReplacement(source, name, to, codec, guard, progress);
    try {
      new Preparation(posix, compressors, temps).prepare(file, level, existing);
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
