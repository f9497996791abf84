package filereeve.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Processes that are to be stopped for a moment.
///
/// @param targets none of them is this process or the host's first
public record Freezable(List<Target> targets) {
  /// What is stopped as one.
  public sealed interface Target {
    /// A service's own control group (cgroup v2): neither it nor who waits for it sees anything.
    ///
    /// @param directory of the group
    record Group(Path directory) implements Target {}

    /// One process, by SIGSTOP and SIGCONT.
    record One(ProcessId process) implements Target {}
  }

  public Freezable {
    targets = List.copyOf(targets);
  }

  public static Freezable none() {
    return new Freezable(List.of());
  }

  /// One line for each, for a file from which a later start knows whom to thaw.
  public List<String> lines() {
    return targets.stream()
        .map(
            target ->
                switch (target) {
                  case Target.Group(Path directory) -> "group " + directory;
                  case Target.One(ProcessId(int pid, long started)) ->
                      "process " + pid + " " + started;
                })
        .toList();
  }

  /// Reads what [#lines] wrote, and leaves out other lines.
  public static Freezable ofLines(List<String> lines) {
    var targets = new ArrayList<Target>();
    for (String line : lines) {
      String[] words = line.split(" ", 3);
      if (words[0].equals("group") && words.length > 1) {
        targets.add(new Target.Group(Path.of(line.substring("group ".length()))));
      } else if (words[0].equals("process") && words.length == 3) {
        targets.add(
            new Target.One(new ProcessId(Integer.parseInt(words[1]), Long.parseLong(words[2]))));
      }
    }
    return new Freezable(targets);
  }
}
