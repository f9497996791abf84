package filereeve.control;

import static filereeve.telemetry.Field.field;
import static java.util.Objects.requireNonNull;

import filereeve.files.Closing;
import filereeve.files.Directory;
import filereeve.files.RefusedException;
import filereeve.posix.Connection;
import filereeve.posix.Errno;
import filereeve.posix.Listener;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Listens on the control socket, and answers each client on a thread of its own. A client that is
/// slow, or sends nonsense, is one of a few whose time is short: it holds up nobody.
///
/// Thread: owns `filereeve-control`, and up to [#MOST_CLIENTS] named after it, until closed.
public final class ControlServer implements AutoCloseable {
  /// Answers requests.
  ///
  /// Thread: called by many at a time.
  public interface Answers {
    /// @param client who asks
    Answer answer(ControlRequest request, Client client) throws InterruptedException;
  }

  /// Who asks.
  ///
  /// @param user its effective user id
  /// @param mayChange whether it may have something done: root, and the daemon's own user
  public record Client(int user, boolean mayChange) {}

  private static final int ROOT = 0;
  private static final int MOST_CLIENTS = 8;
  private static final int LONGEST_REQUEST = 16 << 10;

  /// Until a client has sent its request, and again until it has taken its answer.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// After a failed accept, which is most often for want of descriptors.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final int WRONG_USAGE = 64;

  private static final Answer TOO_MANY =
      new Answer.Refusal(
          75,
          "cannot answer: %d clients ask already. Try again.".formatted(MOST_CLIENTS),
          List.of());

  private final Posix posix;
  private final Answers answers;
  private final Log log;
  private final Directory directory;
  private final Path name;
  private final Listener listener;
  private final Stat bound;
  private final Semaphore free = new Semaphore(MOST_CLIENTS);
  private final Set<Thread> clients = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::accept, "filereeve-control");

  private ControlServer(
      Posix posix,
      Answers answers,
      Log log,
      Directory directory,
      Path name,
      Listener listener,
      Stat bound) {
    this.posix = posix;
    this.answers = answers;
    this.log = log;
    this.directory = directory;
    this.name = name;
    this.listener = listener;
    this.bound = bound;
    thread.setDaemon(true);
  }

  /// Begins to listen.
  ///
  /// @throws IOException if that is not possible, or not safe; the message is a sentence
  public static ControlServer start(Posix posix, ControlSettings settings, Answers answers, Log log)
      throws IOException {
    Path socket = settings.socket();
    Directory directory = Directory.open(posix, requireNonNull(socket.getParent()));
    try {
      Path name = requireNonNull(socket.getFileName());
      requireSafe(posix, directory);
      removeStale(posix, directory, name);
      Listener listener =
          posix.listen(directory.fd(), name, settings.mode(), group(posix, settings));
      Stat bound =
          directory.stat(name).orElseThrow(() -> new IOException("it was removed at once"));
      var server = new ControlServer(posix, answers, log, directory, name, listener, bound);
      server.thread.start();
      return server;
    } catch (IOException e) {
      Closing.suppressed(e, directory);
      throw e;
    }
  }

  private static void requireSafe(Posix posix, Directory directory) throws IOException {
    if (posix.stat(directory.fd()).othersMayWrite()) {
      throw new RefusedException(
          "everybody may write to %s, and could put another socket in its place. Name another directory in daemon.control.socket"
              .formatted(directory.path()));
    }
  }

  private static OptionalInt group(Posix posix, ControlSettings settings) throws IOException {
    if (settings.group().isEmpty()) {
      return OptionalInt.empty();
    }
    String group = settings.group().get();
    OptionalInt id = posix.groupId(group);
    if (id.isEmpty()) {
      throw new RefusedException(
          "the group \"%s\" does not exist. Create it, or change daemon.control.group"
              .formatted(group));
    }
    return id;
  }

  /// A daemon that was killed has left its socket.
  private static void removeStale(Posix posix, Directory directory, Path name) throws IOException {
    Optional<Stat> there = directory.stat(name);
    if (there.isEmpty()) {
      return;
    }
    Path socket = directory.path().resolve(name);
    if (there.get().type() != Stat.Type.OTHER) {
      throw new RefusedException(
          "%s is no socket. Remove it, or change daemon.control.socket".formatted(socket));
    }
    if (isAnswered(posix, socket)) {
      throw new RefusedException(
          "another daemon listens on %s. Give this one its own daemon.control.socket"
              .formatted(socket));
    }
    directory.unlink(name);
  }

  private static boolean isAnswered(Posix posix, Path socket) throws IOException {
    try (Connection _ = posix.connect(socket)) {
      return true;
    } catch (PosixException e) {
      if (e.errno() == Errno.ECONNREFUSED || e.errno() == Errno.ENOENT) {
        return false;
      }
      throw e;
    }
  }

  private void accept() {
    boolean failing = false;
    while (true) {
      try {
        Optional<Connection> client = listener.accept();
        if (client.isEmpty()) {
          return;
        }
        failing = false;
        take(client.get());
      } catch (IOException e) {
        if (!failing) {
          log.log(
              Event.DEGRADED, field("why", "the control socket accepts nobody: " + e.getMessage()));
        }
        failing = true;
        pause();
      }
    }
  }

  /// Ends early when this is closed: then the next accept ends at once.
  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// One that is too many learns it at once.
  private void take(Connection client) {
    if (!free.tryAcquire()) {
      try (client) {
        new Lines(client).write(TOO_MANY.line(), Duration.ZERO);
      } catch (IOException _) {
        // It learns it by the end of its connection.
      }
      return;
    }
    var worker = new Thread(() -> serve(client), "filereeve-control-client");
    worker.setDaemon(true);
    clients.add(worker);
    worker.start();
  }

  private void serve(Connection client) {
    try (client) {
      var lines = new Lines(client);
      lines.write(answer(client, lines).line(), PATIENCE);
    } catch (IOException e) {
      log.log(Event.CONTROL_FAILED, field("why", String.valueOf(e.getMessage())));
    } catch (InterruptedException _) {
      // The daemon ends; so does the connection.
      Thread.currentThread().interrupt();
    } finally {
      clients.remove(Thread.currentThread());
      free.release();
    }
  }

  private Answer answer(Connection client, Lines lines) throws IOException, InterruptedException {
    int user = client.user();
    ControlRequest request;
    try {
      request = ControlRequest.parse(lines.read(LONGEST_REQUEST, PATIENCE));
    } catch (PosixException e) {
      throw e; // it was too slow, or is gone
    } catch (IOException e) {
      return new Answer.Refusal(
          WRONG_USAGE, "cannot understand the request: %s.".formatted(e.getMessage()), List.of());
    }
    return answers.answer(request, new Client(user, user == ROOT || user == posix.effectiveUser()));
  }

  /// Ends all connections, and removes the socket.
  @Override
  public void close() throws IOException {
    listener.wake();
    thread.interrupt();
    clients.forEach(Thread::interrupt);
    try {
      thread.join();
      for (Thread client : clients) {
        client.join(PATIENCE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    try (directory;
        listener) {
      if (directory.stat(name).filter(bound::sameInode).isPresent()) {
        directory.unlink(name);
      }
    }
  }
}
