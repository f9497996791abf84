package filereeve.process;

import filereeve.process.Freezable.Target;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/// A small process that thaws what this one has frozen, should this one vanish (`kill -9`) or hang
/// for a second. It reads from a pipe whose other end only this process has: the pipe's end is our
/// end.
public final class ThawGuard implements Closeable {
  private static final String SCRIPT =
      "end=$(timeout 1 head -c 1); [ \"$end\" ] || for target; do case $target in"
          + " /*) echo 0 >\"$target\" ;;"
          + " *) kill -CONT \"$target\" ;;"
          + " esac; done";

  private final Process process;

  private ThawGuard(Process process) {
    this.process = process;
  }

  /// @return empty if this host cannot start it; then nothing may be frozen
  public static Optional<ThawGuard> start(Freezable what) {
    Optional<Path> shell = SearchPath.find("sh");
    if (shell.isEmpty() || SearchPath.find("timeout").isEmpty()) {
      return Optional.empty();
    }
    var line = new ArrayList<String>();
    SearchPath.find("setsid").ifPresent(path -> line.add(path.toString()));
    line.add(shell.get().toString());
    line.add("-c");
    line.add(SCRIPT);
    line.add("filereeve-thaw");
    for (Target target : what.targets()) {
      line.add(
          switch (target) {
            case Target.Group(Path directory) -> directory.resolve(ControlGroups.FREEZE).toString();
            case Target.One(ProcessId id) -> String.valueOf(id.pid());
          });
    }
    var builder = new ProcessBuilder(line).directory(new File("/"));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().put("PATH", SearchPath.TEXT);
    try {
      return Optional.of(new ThawGuard(builder.start()));
    } catch (IOException e) {
      return Optional.empty(); // no process to be had: then nothing is frozen
    }
  }

  /// Whether it is there and waits.
  public boolean isAlive() {
    return process.isAlive();
  }

  /// It is not needed any more: it ends without doing anything.
  @Override
  public void close() {
    try (var pipe = process.getOutputStream()) {
      pipe.write('.');
    } catch (IOException e) {
      process.destroyForcibly(); // it has ended already, by its second
    }
  }
}
