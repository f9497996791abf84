package filereeve.process;

import filereeve.event.RunId;
import filereeve.files.PathTrust;
import filereeve.files.Trust;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Pipe;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Runs commands: without a shell, in a session and process group of their own, in `/`, with
/// nothing on standard input and a small environment: `PATH`, `HOME`, `LC_ALL=C.UTF-8` and the
/// [Placeholders]; `FILEREEVE_RUN` is the `run=` of the log's lines about it.
///
/// A program is not started if somebody who is not trusted could have written it.
///
/// No command hangs its caller: output is read and dropped however much comes, the time is limited,
/// and a process that the command leaves behind holding its output is not waited for.
///
/// Thread: safe for use by many threads; a run takes place in its caller's.
public final class Commands implements AutoCloseable {
  private static final Path SHELL = Path.of("/bin/sh");

  private final Posix posix;
  private final Trust trust;
  private final Set<ProcessGroup> running = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  /// Whose end was not seen.
  private final Set<ProcessGroup> left = ConcurrentHashMap.newKeySet();

  public Commands(Posix posix) {
    this.posix = posix;
    this.trust = new PathTrust(posix);
  }

  /// Runs a command until it ends or its time is over. Then it and its group get SIGTERM, and
  /// SIGKILL 2 s later.
  ///
  /// @throws InterruptedException when the calling thread is interrupted; the command and its group
  ///   have been ended the same way, with 1 s between the signals
  public Ended run(Action.Run command, Placeholders placeholders, Duration timeout)
      throws InterruptedException {
    String program = command.argv().getFirst();
    Optional<Path> file = SearchPath.find(program);
    if (file.isEmpty()) {
      return new Ended.NotStarted(SearchPath.problem(program));
    }
    try {
      for (Path executed : SearchPath.executed(command.argv())) {
        Optional<Trust.Distrust> distrust = trust.distrust(executed);
        if (distrust.isPresent()) {
          return new Ended.NotStarted(
              "cannot trust %s: %s. %s."
                  .formatted(executed, distrust.get().why(), distrust.get().remedy()));
        }
      }
      return run(file.get(), placeholders.replaceIn(command.argv()), placeholders, timeout);
    } catch (IOException e) {
      return new Ended.NotStarted(e.getMessage() + ". " + remedy(e));
    }
  }

  private static String remedy(IOException failure) {
    return failure instanceof PosixException call && call.errno() == Errno.E2BIG
        ? "Its arguments are limited to a quarter of the stack: raise that, LimitSTACK=8M."
        : "Check the program and the host's limits.";
  }

  private Ended run(Path file, List<String> argv, Placeholders placeholders, Duration timeout)
      throws IOException, InterruptedException {
    forgetEnded();
    Pipe pipe = posix.pipe();
    try {
      ProcessGroup group;
      try {
        group = start(file, argv, placeholders, pipe.writer());
      } finally {
        posix.close(pipe.writer());
      }
      running.add(group);
      if (closed) {
        group.kill();
      }
      try {
        return new RunningCommand(group, posix, pipe.reader()).await(timeout);
      } finally {
        running.remove(group);
        left.add(group);
        forgetEnded();
      }
    } finally {
      posix.close(pipe.reader());
    }
  }

  /// What cannot be killed while it hangs in a system call ends some time.
  private void forgetEnded() throws IOException {
    for (ProcessGroup group : List.copyOf(left)) {
      if (group.exitStatus().isPresent()) {
        left.remove(group);
      }
    }
  }

  private ProcessGroup start(Path file, List<String> argv, Placeholders placeholders, Fd output)
      throws IOException {
    var environment = new TreeMap<>(placeholders.environment());
    environment.put("PATH", SearchPath.TEXT);
    environment.put("HOME", System.getProperty("user.home", "/"));
    environment.put("LC_ALL", "C.UTF-8");
    RunId.current().ifPresent(run -> environment.put("FILEREEVE_RUN", run.text()));
    List<String> variables =
        environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    return new ProcessGroup(posix, spawn(file, argv, variables, output));
  }

  private int spawn(Path file, List<String> argv, List<String> environment, Fd output)
      throws IOException {
    try {
      return posix.spawn(file, argv, environment, output);
    } catch (PosixException e) {
      if (e.errno() != Errno.ENOEXEC) {
        throw e;
      }
      // A script without #!, which shells run themselves.
      var line = new ArrayList<>(List.of("sh", file.toString()));
      line.addAll(argv.subList(1, argv.size()));
      return posix.spawn(SHELL, line, environment, output);
    }
  }

  /// The program ends: what still runs, because nobody was left to end it, is killed.
  @Override
  public void close() throws IOException {
    closed = true;
    for (ProcessGroup group : running) {
      group.kill();
    }
  }
}
