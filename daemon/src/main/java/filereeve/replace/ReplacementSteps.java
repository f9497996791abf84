package filereeve.replace;

import filereeve.codec.ArchiveComparison;
import filereeve.codec.Codec;
import filereeve.codec.Compressors;
import filereeve.codec.FramedArchive;
import filereeve.codec.Level;
import filereeve.files.Closing;
import filereeve.files.Directory;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
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

/// The durable steps that replace files by their archives, in their order. Interrupted after any of
/// them, the content of each file is on the disk in full, and the next run finishes it.
///
/// 1. [#prepare]: write a temporary file frame by frame, each read back and compared
/// 2. inspect the source
/// 3. give the temporary file the source's owner, attributes, mode and times
/// 4. [#makeDurable]: fsync the temporary file
/// 5. [#replace]: inspect the source; rename the temporary file to the archive's name, never onto a
///    file
/// 6. fsync the archive's directory
/// 7. inspect the source once more; remove it
/// 8. fsync the source's directory
///
/// Interrupted before 5, a temporary file is left: [#removeLeftOver] or the next [#prepare] removes
/// it. Interrupted between 5 and 7, source and archive are left: the next [#prepare] compares the
/// two instead of 1 to 3, and if they are the same, the steps continue with 4. If the source
/// changes between 5 and 7, the archive is removed, and the removal synced.
///
/// Of many files, each step from 4 on is carried out for all before the next one is for any, and a
/// directory is synced once for all. What fails for one file does not hold up the others.
///
/// Thread: safe for use by many threads. There is one for the whole program, because it knows which
/// temporary files are in use.
public final class ReplacementSteps {
  private interface Step {
    void carryOut(FileReplacement file) throws IOException;
  }

  private final Posix posix;
  private final Compressors compressors;
  private final TempFiles temps;

  /// @param compressors whose threads it may use; they stay their owner's
  public ReplacementSteps(Posix posix, Compressors compressors) {
    this(posix, compressors, new TempFiles());
  }

  private ReplacementSteps(Posix posix, Compressors compressors, TempFiles temps) {
    this.posix = posix;
    this.compressors = compressors;
    this.temps = temps;
  }

  /// The same, with other permissions for files.
  public ReplacementSteps with(Posix other) {
    return new ReplacementSteps(other, compressors, temps);
  }

  /// Carries out all steps for one file whose archive is to be beside it.
  ///
  /// @param keep whether the source stays: then without 7 and 8
  /// @throws IOException when a call failed; what had been done until then stands, and the next run
  ///   finishes it
  /// @throws InterruptedException soon after the thread was interrupted; the temporary file is gone
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

  /// Steps 1 to 3. They take as long as compressing takes, and touch nothing but a temporary file.
  ///
  /// @param from the source's directory; it stays open until what is returned is closed, like `to`
  /// @param to the archive's directory
  /// @param progress is called, in the calling thread, with how many bytes of content were
  ///   processed: in all twice the source's size, once for writing and once for reading back
  /// @return what may have ended already
  /// @throws InterruptedException soon after the thread was interrupted; the temporary file is gone
  /// @throws IOException when a call failed ([filereeve.posix.PosixException]) or the archive did
  ///   not read back; the temporary file is gone, or the next run removes it
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

  /// Step 4. Takes as long as the disk takes: not to be called under a lock.
  public void makeDurable(Collection<FileReplacement> files) {
    each(files, FileReplacement::beginSync);
    each(files, FileReplacement::sync);
  }

  /// Steps 5 to 8, after [#makeDurable], under whatever lock keeps others from renaming the files.
  /// Afterwards each file has ended.
  ///
  /// @throws IOException when a directory could not be synced. If it was the archives', no source
  ///   was removed
  public void replace(Collection<FileReplacement> files) throws IOException {
    each(files, FileReplacement::giveName);
    sync(files, file -> !file.hasEnded(), FileReplacement::to);
    each(files, FileReplacement::removeSource);
    sync(files, FileReplacement::isSourceRemoved, FileReplacement::from);
  }

  /// Removes the temporary file of a compression that was interrupted.
  ///
  /// @return whether it was removed: not if it is in use or is no regular file
  public boolean removeLeftOver(Directory directory, Path temp) throws IOException {
    return temps.removeLeftOver(directory, temp);
  }

  private void prepare(FileReplacement file, Level level) throws IOException, InterruptedException {
    Stat source = file.source.opened();
    if (source.type() != Stat.Type.REGULAR) {
      file.refuse("it is not a regular file. Leave it out of the rule");
    } else if (source.links() > 1) {
      file.refuse(
          "it has %d names (hard links), and the others would go on leading to the old content. Remove the other names"
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

  /// The owner comes first: changing it takes bits of the mode and attributes away. Until then
  /// nobody else could open the file.
  private void giveAttributes(OpenFile source, OpenFile temp) throws IOException {
    Stat wanted = source.opened();
    Stat made = temp.opened();
    if (made.uid() != wanted.uid() || made.gid() != wanted.gid()) {
      posix.chown(temp.fd(), wanted.uid(), wanted.gid());
    }
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
