package filereeve.control;

import static filereeve.telemetry.Field.field;

import filereeve.posix.Connection;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.telemetry.Event;
import filereeve.telemetry.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// Listens on the control socket, and answers each client on a thread of its own. A client that is
/// slow, or sends nonsense, is one of a few whose time is short: it holds up nobody. Those who may
/// only ask take no place of those who may have something done.
///
/// Thread: owns `filereeve-control`, which accepts, and those named after it, which answer and end
/// a minute after their last client; all of them until closed.
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
  /// @param isGone whether it has ended the connection, so that no answer is wanted any more
  public record Client(int user, boolean mayChange, BooleanSupplier isGone) {}

  private static final int ROOT = 0;

  /// Of those who may have something done, and as many of the others.
  private static final int MOST_CLIENTS = 8;

  private static final int LONGEST_REQUEST = 16 << 10;

  /// Until a client has sent its request, and again until it has taken its answer.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// After a failed accept, which is most often for want of descriptors.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Duration IDLE = Duration.ofMinutes(1);

  /// Until clients have been told that the daemon ends.
  private static final Duration LAST_WORDS = Duration.ofMillis(200);

  private static final int WRONG_USAGE = 64;
  private static final int TRY_AGAIN = 75;

  private static final Answer TOO_MANY =
      new Answer.Refusal(
          TRY_AGAIN,
          "cannot answer: %d clients ask already. Try again.".formatted(MOST_CLIENTS),
          List.of());
  private static final Answer STOPPING =
      new Answer.Refusal(TRY_AGAIN, "the daemon is stopping.", List.of());

  private final Posix posix;
  private final ControlName name;
  private final Answers answers;
  private final Log log;
  private final Semaphore ofTrusted = new Semaphore(MOST_CLIENTS);
  private final Semaphore ofOthers = new Semaphore(MOST_CLIENTS);
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService workers;
  private final Thread thread = new Thread(this::accept, "filereeve-control");

  private ControlServer(Posix posix, ControlName name, Answers answers, Log log) {
    this.posix = posix;
    this.name = name;
    this.answers = answers;
    this.log = log;
    var count = new AtomicInteger();
    this.workers =
        new ThreadPoolExecutor(
            0,
            2 * MOST_CLIENTS,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> {
              var worker = new Thread(work, "filereeve-control-" + count.incrementAndGet());
              worker.setDaemon(true);
              return worker;
            });
    thread.setDaemon(true);
  }

  /// Begins to listen.
  ///
  /// @throws IOException if that is not possible, or not safe; the message is a sentence
  public static ControlServer start(Posix posix, ControlSettings settings, Answers answers, Log log)
      throws IOException {
    var server = new ControlServer(posix, ControlName.take(posix, settings), answers, log);
    server.thread.start();
    return server;
  }

  private void accept() {
    boolean failing = false;
    while (true) {
      try {
        Optional<Connection> client = name.listener().accept();
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

  /// One that is too many learns it at once, and its request is not read.
  private void take(Connection connection) throws IOException {
    open.add(connection);
    boolean taken = false;
    try {
      int user = connection.user();
      boolean mayChange = user == ROOT || user == posix.effectiveUser();
      Semaphore places = mayChange ? ofTrusted : ofOthers;
      if (!places.tryAcquire()) {
        lastWords(new Lines(connection), TOO_MANY, Duration.ZERO);
        return;
      }
      var client = new Client(user, mayChange, connection::isEnded);
      try {
        workers.execute(() -> serve(connection, client, places));
        taken = true;
      } catch (RejectedExecutionException | OutOfMemoryError e) { // it stops, or no thread is left
        places.release();
        throw new IOException("no thread is left for a client: " + e.getMessage(), e);
      }
    } finally {
      if (!taken) {
        end(connection);
      }
    }
  }

  private void end(Connection connection) {
    open.remove(connection);
    connection.close();
  }

  private void serve(Connection connection, Client client, Semaphore places) {
    var lines = new Lines(connection);
    try {
      lines.write(answer(lines, client).line(), PATIENCE);
    } catch (IOException e) {
      log.log(Event.CONTROL_FAILED, field("why", String.valueOf(e.getMessage())));
    } catch (InterruptedException _) {
      lastWords(lines, STOPPING, LAST_WORDS);
    } finally {
      end(connection);
      places.release();
    }
  }

  private Answer answer(Lines lines, Client client) throws IOException, InterruptedException {
    ControlRequest request;
    try {
      request = ControlRequest.parse(lines.read(LONGEST_REQUEST, PATIENCE));
    } catch (PosixException e) {
      throw e; // it was too slow, or is gone
    } catch (IOException e) {
      return new Answer.Refusal(
          WRONG_USAGE, "cannot understand the request: %s.".formatted(e.getMessage()), List.of());
    }
    return answers.answer(request, client);
  }

  /// To a client that may be gone already.
  private void lastWords(Lines lines, Answer answer, Duration within) {
    try {
      lines.write(answer.line(), within);
    } catch (IOException e) {
      log.log(Event.CONTROL_FAILED, field("why", String.valueOf(e.getMessage())));
    }
  }

  /// Ends all connections, and removes the socket.
  @Override
  public void close() throws IOException {
    name.listener().wake();
    thread.interrupt();
    workers.shutdownNow();
    try {
      thread.join();
      if (!workers.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        open.forEach(Connection::end); // whoever reads or writes fails at once
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      name.close();
    }
  }
}
