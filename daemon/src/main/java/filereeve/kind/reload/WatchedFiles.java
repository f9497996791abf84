package filereeve.kind.reload;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import filereeve.files.RefusedException;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.route.Claims;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Reads all files of a rule, in bounded memory. What the daemon itself writes is none of them.
///
/// A symbolic link is followed to the file that it names, since configurations live behind links:
/// certbot's `live`, a ConfigMap's `..data`, nginx' `sites-enabled`. It is followed into a
/// directory only if a glob asks for it by its name ([Scope#followsInto]). A link that belongs
/// neither to root nor to the daemon's user leads only to what its owner has himself: nobody can
/// make root read another one's files.
///
/// Invariant: what a user does with his files reaches his files only. A file or directory of root's
/// or of the daemon's user that cannot be read fails the reading; one of anybody else is noted as
/// [Snapshot#UNREADABLE], and the others are read. Each owner has limits of his own
/// ([OwnersFiles]).
final class WatchedFiles {
  /// Of directories in one another. Each is open while what is in it is read.
  private static final int DEEPEST = 100;

  private static final int ROOT = 0;

  /// How a file that changes while it is read is taken.
  enum Busy {
    /// It ends the reading with [ChangingException].
    WAIT_FOR,
    /// It is noted as [Snapshot#CHANGING].
    NOTE
  }

  /// What is asked of a rule's files.
  ///
  /// @param claims of all rules: they know the daemon's own files
  /// @param gone receives each file that has no name any more: what is mounted here was replaced
  ///   where it came from
  /// @param progress called all the time
  record Reading(
      Posix posix, Scope scope, Claims claims, Busy busy, Consumer<Path> gone, Runnable progress) {
    Reading with(Busy other) {
      return new Reading(posix, scope, claims, other, gone, progress);
    }
  }

  private interface Attempt<T> {
    T make() throws IOException, InterruptedException;
  }

  private final Reading reading;
  private final FileWords words;
  private final OwnersFiles noted;
  private final Set<Object> above = new HashSet<>();

  private WatchedFiles(Reading reading) {
    this.reading = reading;
    this.words = new FileWords(reading);
    this.noted = new OwnersFiles(this::isTrusted);
  }

  /// @throws ChangingException if a file changes while it is read, and that is to be waited for
  /// @throws IOException if a file or directory of root's or the daemon's user cannot be read
  static OwnersFiles read(Reading reading) throws IOException, InterruptedException {
    var files = new WatchedFiles(reading);
    var roots = new TreeSet<Path>();
    reading.scope.watch().forEach(glob -> roots.add(glob.root()));
    for (Path root : roots) {
      files.read(root, ROOT);
    }
    return files.noted;
  }

  /// @param owner of the directory that it is in
  private void read(Path path, int owner) throws IOException, InterruptedException {
    boolean named = reading.scope.names(path);
    boolean leads = reading.scope.leadsInto(path);
    if ((!named && !leads) || reading.claims.isOurs(path)) {
      return;
    }
    Optional<Found> found =
        attempt(path, owner, () -> Found.at(path, reading.posix, NOFOLLOW_LINKS));
    if (found.isEmpty() || noted.isBeyond(found.get().uid())) {
      return;
    }
    Found it = found.get();
    if (it.isA("link")) {
      link(path, it, named, leads);
    } else if (it.isA("directory") && leads) {
      list(path, it);
    } else if (it.isA("file") && named) {
      put(path, it.uid(), it.uid(), () -> Optional.of(words.word(path)));
    }
  }

  private void link(Path path, Found link, boolean named, boolean leads)
      throws IOException, InterruptedException {
    Optional<Found> target =
        attempt(path, link.uid(), () -> Found.at(path, reading.posix))
            .filter(to -> mayFollow(link, to));
    if (target.filter(to -> to.isA("file")).isPresent() && named) {
      int cause = isTrusted(link.uid()) ? target.get().uid() : link.uid();
      put(path, link.uid(), cause, () -> Optional.of(words.word(path.toRealPath())));
    } else if (target.filter(to -> to.isA("directory")).isPresent()
        && leads
        && reading.scope.followsInto(path)) {
      if (attempt(path, link.uid(), () -> Optional.of(words.realDirectory(path))).isPresent()) {
        list(path, target.get());
      }
    } else if (named) {
      put(
          path,
          link.uid(),
          link.uid(),
          () -> Optional.of(Snapshot.link(Files.readSymbolicLink(path))));
    }
  }

  /// @param owner whose file it is
  /// @param cause who could have made the reading fail
  private void put(Path path, int owner, int cause, Attempt<Optional<String>> word)
      throws IOException, InterruptedException {
    Optional<String> read = attempt(path, cause, word);
    if (read.isPresent()) {
      noted.put(path, owner, read.get());
    }
  }

  private boolean mayFollow(Found link, Found to) {
    return isTrusted(link.uid()) || link.uid() == to.uid();
  }

  private boolean isTrusted(int owner) {
    return owner == ROOT || owner == reading.posix.effectiveUser();
  }

  /// Empty if there is nothing, or if it fails and the failure was noted.
  ///
  /// @param owner who could have made it fail
  private <T> Optional<T> attempt(Path path, int owner, Attempt<Optional<T>> attempt)
      throws IOException, InterruptedException {
    try {
      return attempt.make();
    } catch (ChangingException e) {
      changing(path, owner, e);
    } catch (FileWords.PseudoException e) {
      noted.unreadable(path, owner, e);
    } catch (IOException e) {
      if (!isTrusted(owner) && !isTheHosts(e)) {
        noted.unreadable(path, owner, e);
      } else if (e instanceof NoSuchFileException) {
        changing(path, owner, ChangingException.because(path, e));
      } else {
        throw e;
      }
    }
    return Optional.empty();
  }

  private void changing(Path path, int owner, ChangingException e) throws IOException {
    if (reading.busy == Busy.WAIT_FOR) {
      throw e;
    }
    noted.put(path, owner, Snapshot.CHANGING);
  }

  /// Whether it says nothing about the file.
  private static boolean isTheHosts(IOException e) {
    return e instanceof PosixException call
        && switch (call.errno()) {
          case EMFILE, ENFILE, ENOMEM -> true;
          default -> false;
        };
  }

  private void list(Path directory, Found found) throws IOException, InterruptedException {
    if (!above.add(found.key())) {
      return;
    }
    try {
      if (above.size() > DEEPEST) {
        attempt(directory, found.uid(), WatchedFiles::tooDeep);
        return;
      }
      if (!noted.addDirectory(directory, found.uid())) {
        return;
      }
      var opened = attempt(directory, found.uid(), () -> open(directory));
      if (opened.isPresent()) {
        try (DirectoryStream<Path> names = opened.get()) {
          Iterator<Path> each = names.iterator();
          for (var path = next(directory, found, each);
              path.isPresent();
              path = next(directory, found, each)) {
            read(path.get(), found.uid());
          }
        }
      }
    } finally {
      above.remove(found.key());
    }
  }

  private static Optional<Path> tooDeep() throws IOException {
    throw new RefusedException(
        "it is more than %d directories deep. Name it in `ignore`".formatted(DEEPEST));
  }

  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  private static Optional<DirectoryStream<Path>> open(Path directory) throws IOException {
    try {
      return Optional.of(Files.newDirectoryStream(directory));
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw ChangingException.because(directory, e);
    }
  }

  private Optional<Path> next(Path directory, Found found, Iterator<Path> names)
      throws IOException, InterruptedException {
    return attempt(
        directory,
        found.uid(),
        () -> {
          try {
            return names.hasNext() ? Optional.of(names.next()) : Optional.empty();
          } catch (DirectoryIteratorException e) {
            throw e.getCause();
          }
        });
  }

  /// A file was changed or removed while it was read.
  static final class ChangingException extends IOException {
    private static final long serialVersionUID = 1L;

    ChangingException(Path path) {
      super(path + " changes at this moment");
    }

    static ChangingException because(Path path, IOException why) {
      var changing = new ChangingException(path);
      changing.initCause(why);
      return changing;
    }
  }
}
