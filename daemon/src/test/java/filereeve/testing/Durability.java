package filereeve.testing;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.util.Objects.requireNonNull;

import filereeve.event.Outcome;
import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.testing.Change.Content;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Watches all calls of a program, and fails the one that counts on something that a power cut
/// could still take ([Unsynced] knows what that is):
///
/// - a file gets its final name before its content is durable;
/// - a file is removed while what the same thread has made or renamed is not durable;
/// - the record of a cut is written before the copy of the log is durable, or the log is cut before
///   the record is;
/// - the cut of a log is made durable before the end of its copy is;
/// - an archive is overwritten before its temporary name is durable, and removed before the
///   overwriting is;
/// - a command is started before what it is told is durable;
/// - a directory or a file is closed, or a run ends, with changes that are not.
///
/// After an error of the disk, what is not durable may be left so; nothing may be removed for it.
///
/// Thread: safe for use by many threads.
public final class Durability {
  private final Unsynced unsynced = new Unsynced();
  private final Handles handles = new Handles();
  private final AtomicReference<@Nullable AssertionError> first = new AtomicReference<>();

  /// Watches a program that is its own judge: each call that must not be made yet fails.
  public static Posix of(Posix real) {
    return new Durability().watch(real);
  }

  public Posix watch(Posix real) {
    boolean isToBe = Watched.of(real).filter(watched -> watched.by().isEmpty()).isEmpty();
    return isToBe ? new Watched(Optional.of(this), real).proxy() : real;
  }

  /// Never to be watched: somebody swaps names meanwhile, and nobody can tell whose is which.
  public static Posix unwatched(Posix real) {
    return new Watched(Optional.empty(), real).proxy();
  }

  /// What watches some calls.
  static Optional<Durability> watching(Posix calls) {
    return Watched.of(calls).flatMap(Watched::by);
  }

  /// One run of a handler.
  public interface Run {
    Outcome carryOut() throws InterruptedException;
  }

  /// Carries out a run. At its end, what it did must be durable, unless it failed.
  public Outcome run(Run run) throws InterruptedException {
    forgetFailed();
    Outcome outcome = run.carryOut();
    if (!(outcome instanceof Outcome.Failed || outcome instanceof Outcome.Retry)) {
      require("the run has ended");
    }
    return outcome;
  }

  private synchronized void forgetFailed() {
    unsynced.forgetFailed();
  }

  /// Something outside, such as a command or a mail server, that is only told what is durable.
  public <T> T before(Class<T> type, T outside) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              if (Set.of("run", "send").contains(method.getName())) {
                require(type.getSimpleName() + " is called");
              }
              try {
                return method.invoke(outside, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /// Fails if something is not durable that this thread did, or one that has ended.
  ///
  /// @param what counts on it
  public synchronized void require(String what) {
    AssertionError before = first.get();
    if (before != null) {
      throw before;
    }
    refuse(what, counted());
  }

  @Nullable Object make(String name, Object[] arguments, BetweenCalls.Real call) throws Exception {
    boolean existed = before(name, arguments);
    Object result;
    try {
      result = call.make();
    } catch (PosixException e) {
      failed(e.errno());
      throw e;
    } catch (FaultyPosix.Stopped e) {
      stopped();
      throw e;
    }
    after(name, arguments, result, existed);
    return result instanceof Posix other ? watch(other) : result;
  }

  synchronized void failed(Errno errno) {
    unsynced.failed(errno);
  }

  /// The program was stopped, and is not judged.
  synchronized void stopped() {
    unsynced.clear();
  }

  /// @return whether a file that is opened exists
  private synchronized boolean before(String name, Object[] arguments) {
    switch (name) {
      case "open" -> {
        Path path = handles.path(arguments[0], arguments[1]);
        if (arguments[2] == Open.CREATE_NEW) {
          create(path);
        }
        return Files.exists(path, NOFOLLOW_LINKS);
      }
      case "close" -> close((Fd) arguments[0]);
      case "write" -> handles.file(arguments[0]).ifPresent(this::overwrite);
      case "truncate", "collapse" -> handles.file(arguments[0]).ifPresent(this::cut);
      case "sync" -> handles.file(arguments[0]).ifPresent(this::settle);
      case "rename", "replace" ->
          name(handles.path(arguments[0], arguments[1]), (Path) arguments[3]);
      case "unlink" -> unlink(handles.path(arguments[0], arguments[1]));
      case "spawn" -> refuse("start a command", counted());
      default -> {}
    }
    return true;
  }

  /// The record of a cut exists only together with a durable copy.
  private void create(Path path) {
    if (TempNames.isFor(Purpose.CUT, path.getFileName())) {
      Path log = path.resolveSibling(TempNames.target(path.getFileName()).orElseThrow());
      Path copy = Change.temp(log, Purpose.COPY);
      refuse("create " + path, unsynced.contents().filter(content -> content.isOf(copy)));
    }
  }

  /// A file that is overwritten in place is lost under its old name.
  private void overwrite(Content file) {
    if (file.overwrites) {
      refuse("overwrite " + file.path, unsynced.names().filter(name -> name.leadsTo(file)));
    }
  }

  private void cut(Content log) {
    if (log.made || log.path == null) {
      return;
    }
    for (Purpose needed : List.of(Purpose.COPY, Purpose.CUT)) {
      Path file = Change.temp(log.path, needed);
      if (!Files.exists(file, NOFOLLOW_LINKS)) {
        refuse("cut " + log.path, Stream.of("without " + file.getFileName()));
      }
    }
    refuse("cut " + log.path, own().filter(change -> change.isNeededForCutOf(log)));
  }

  /// What a cut has taken from a log is in its copy only.
  private void settle(Content log) {
    if (!log.made && log.path != null) {
      Path copy = Change.temp(log.path, Purpose.COPY);
      refuse(
          "make the cut of %s durable".formatted(log.path),
          unsynced.contents().filter(content -> content.isOf(copy) && !content.hasFailed()));
    }
  }

  private void name(Path from, Path to) {
    refuse(
        "give %s the name %s".formatted(from, to),
        unsynced.contents().filter(content -> content.isOf(from)));
  }

  private void unlink(Path path) {
    String act = "remove " + path;
    refuse(act, unsynced.contents().filter(c -> c.isOf(path) && c.file().overwrites));
    Path name = path.getFileName();
    boolean isNotification = TempNames.isFor(Purpose.NOTIFY, name);
    if (TempNames.isFor(Purpose.CUT, name) || isNotification) {
      Path log = path.resolveSibling(TempNames.target(name).orElseThrow());
      refuse(
          act,
          own()
              .filter(change -> change.isAbout(log))
              .filter(change -> !isNotification || !change.hasFailed()));
    } else if (!TempNames.isTemp(name)) {
      refuse(act, own().filter(change -> !change.isTemporary() && change.isNeededFor(path)));
    }
  }

  private void close(Fd fd) {
    Optional<Path> directory = handles.directory(fd);
    Optional<Content> file = handles.file(fd);
    handles.close(fd);
    refuse("close " + fd.path(), counted().filter(change -> change.isIn(directory, file)));
  }

  private synchronized void after(
      String name, Object[] arguments, @Nullable Object result, boolean existed) {
    switch (name) {
      case "openDirectory" -> handles.openDirectory((Fd) requireNonNull(result));
      case "open" -> opened((Fd) requireNonNull(result), arguments, existed);
      case "write", "extend", "truncate", "collapse", "setAttribute" ->
          handles.file(arguments[0]).ifPresent(unsynced::changed);
      case "chmod", "chown", "setTimes" -> attributes((Fd) arguments[0]);
      case "copyAttributes" -> attributes((Fd) arguments[1]);
      case "sync" -> sync((Fd) arguments[0]);
      case "leaseAlone" ->
          handles.file(arguments[0]).ifPresent(f -> f.leased = Boolean.TRUE.equals(result));
      case "endLease" -> handles.file(arguments[0]).ifPresent(f -> f.leased = false);
      case "mkdir" -> unsynced.made(handles.path(arguments[0], arguments[1]));
      case "unlink" -> unsynced.removed(handles.path(arguments[0], arguments[1]));
      case "rename", "replace" ->
          unsynced.renamed(
              handles.path(arguments[0], arguments[1]), handles.path(arguments[2], arguments[3]));
      case "swap" ->
          unsynced.swapped(
              handles.path(arguments[0], arguments[1]), handles.path(arguments[2], arguments[3]));
      default -> {}
    }
  }

  private void opened(Fd fd, Object[] arguments, boolean existed) {
    Path path = handles.path(arguments[0], arguments[1]);
    var how = (Open) arguments[2];
    if (how == Open.DIRECTORY) {
      handles.openDirectory(fd);
      return;
    }
    if (how == Open.READ_WRITE_CREATE || how == Open.APPEND_CREATE) {
      return; // locks, and the program's own log
    }
    Content file = existed ? unsynced.at(path) : unsynced.made(path);
    file.overwrites |= how == Open.WRITE;
    handles.open(fd, file);
  }

  private void attributes(Fd fd) {
    handles.directory(fd).ifPresent(unsynced::attributes);
    handles.file(fd).ifPresent(unsynced::attributes);
  }

  private void sync(Fd fd) {
    handles.directory(fd).ifPresent(unsynced::syncedNames);
    handles.file(fd).ifPresent(unsynced::synced);
  }

  /// What this thread did that somebody may count on, and that no error of the disk excuses.
  private Stream<Change> counted() {
    return own().filter(change -> !change.hasFailed() && !change.isTemporary());
  }

  private Stream<Change> own() {
    return unsynced.all().filter(Change::isOwn);
  }

  private void refuse(String act, Stream<?> because) {
    List<String> why = because.map(Object::toString).toList();
    if (!why.isEmpty()) {
      var error = new AssertionError("%s: a power cut could take %s".formatted(act, why));
      first.compareAndSet(null, error);
      throw error;
    }
  }
}
