package filereeve.process;

import filereeve.event.RunId;
import filereeve.files.PathTrust;
import filereeve.files.Trust;
import filereeve.posix.Fd;
import filereeve.posix.Pipe;
import filereeve.posix.Posix;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private final Posix posix;
  private final Trust trust;
  private final Optional<Path> setsid;
  private final Set<ProcessGroup> running = ConcurrentHashMap.newKeySet();

  public Commands(Posix posix) {
    this.posix = posix;
    this.trust = new PathTrust(posix);
    this.setsid = SearchPath.find("setsid");
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
      return new Ended.NotStarted(e.getMessage() + ". Check the program and the host's limits.");
    }
  }

  private Ended run(Path file, List<String> argv, Placeholders placeholders, Duration timeout)
      throws IOException, InterruptedException {
    Pipe pipe = posix.pipe();
    try {
      Process process;
      try {
        process = start(file, argv, placeholders, pipe.writer());
      } finally {
        posix.close(pipe.writer());
      }
      var group = new ProcessGroup(posix, process, setsid.isPresent());
      running.add(group);
      try {
        return new RunningCommand(process, group, posix, pipe.reader()).await(timeout);
      } finally {
        running.remove(group);
      }
    } finally {
      posix.close(pipe.reader());
    }
  }

  private Process start(Path file, List<String> argv, Placeholders placeholders, Fd output)
      throws IOException {
    var line = new ArrayList<String>();
    setsid.ifPresent(path -> line.add(path.toString()));
    line.add(file.toString());
    line.addAll(argv.subList(1, argv.size()));
    var builder = new ProcessBuilder(line).directory(new File("/")).redirectErrorStream(true);
    builder.redirectInput(new File("/dev/null"));
    builder.redirectOutput(new File("/proc/self/fd/" + output.number()));
    builder.environment().clear();
    builder.environment().put("PATH", SearchPath.TEXT);
    builder.environment().put("HOME", System.getProperty("user.home", "/"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(placeholders.environment());
    RunId.current().ifPresent(run -> builder.environment().put("FILEREEVE_RUN", run.text()));
    return builder.start();
  }

  /// The program ends: what still runs, because nobody was left to end it, is killed.
  @Override
  public void close() throws IOException {
    for (ProcessGroup group : running) {
      group.kill();
    }
  }
}
