package filereeve.process;

import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.process.Freezable.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Stops processes for a moment, in which they write nothing, and lets them continue.
///
/// A frozen process continues in any case: the caller thaws; should this process vanish, its
/// [ThawGuard] does, which is started before.
public final class Freezer {
  private static final int ROOT = 0;
  private static final int INIT = 1;
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;
  private static final int LONGEST = 4096;

  /// It is gone, or was never ours to stop.
  private static final Set<Errno> CANNOT_BE_FROZEN =
      EnumSet.of(Errno.ESRCH, Errno.ENOENT, Errno.EPERM, Errno.EACCES, Errno.EROFS);

  private static final Path FREEZE = Path.of(ControlGroups.FREEZE);

  private final Posix posix;
  private final ControlGroups groups;

  public Freezer(Posix posix) {
    this(posix, new ControlGroups());
  }

  Freezer(Posix posix, ControlGroups groups) {
    this.posix = posix;
    this.groups = groups;
  }

  /// Frozen processes; closing it thaws them.
  public final class Frozen implements AutoCloseable {
    private final Freezable what;
    private final long since;

    private Frozen(Freezable what, long since) {
      this.what = what;
      this.since = since;
    }

    /// How long by now.
    public Duration time() {
      return Duration.ofNanos(System.nanoTime() - since);
    }

    @Override
    public void close() throws IOException {
      thaw(what);
    }
  }

  /// How these processes are to be frozen. One that is frozen already is left as it is: somebody
  /// else stopped it, and it is not ours to continue.
  ///
  /// @return empty if one of them may not be frozen: this process, or the host's first
  public Optional<Freezable> plan(Set<ProcessId> processes) throws IOException {
    var targets = new LinkedHashSet<Target>();
    for (ProcessId process : processes) {
      if (process.pid() == INIT || process.pid() == ProcessHandle.current().pid()) {
        return Optional.empty();
      }
      if (process.isAlive() && !process.isStopped()) {
        targets.add(
            groups
                .freezable(process.pid())
                .<Target>map(Target.Group::new)
                .orElseGet(() -> new Target.One(process)));
      }
    }
    return Optional.of(new Freezable(List.copyOf(targets)));
  }

  /// @param limit how long they may take to stop
  /// @return empty if they did not, or may not be stopped; then they continue
  public Optional<Frozen> freeze(Freezable what, Duration limit) throws IOException {
    long since = System.nanoTime();
    var frozen = new Frozen(what, since);
    boolean still = false;
    try {
      for (Target target : what.targets()) {
        set(target, true);
      }
      do {
        still = isStill(what);
      } while (!still && frozen.time().compareTo(limit) < 0);
    } catch (PosixException notAllowed) {
      return Optional.empty();
    } finally {
      if (!still) {
        frozen.close();
      }
    }
    return still ? Optional.of(frozen) : Optional.empty();
  }

  /// Those of them that are some of these processes, or the groups of such.
  public Freezable among(Freezable what, Set<ProcessId> processes) throws IOException {
    var theirs = new HashSet<Target>();
    for (ProcessId process : processes) {
      theirs.add(new Target.One(process));
      groups.freezable(process.pid()).ifPresent(group -> theirs.add(new Target.Group(group)));
    }
    return new Freezable(what.targets().stream().filter(theirs::contains).toList());
  }

  /// Whether nobody but the program's own user, and root's group, may write in a directory, so that
  /// what a file there says is our own word.
  public boolean alone(Directory directory) throws IOException {
    Stat stat = posix.stat(directory.fd());
    return stat.uid() == posix.effectiveUser()
        && !stat.othersMayWrite()
        && !(stat.groupMayWrite() && stat.gid() != ROOT);
  }

  /// Thaws all of them that are still there, whether or not they are frozen.
  public void thaw(Freezable what) throws IOException {
    var problems = new ArrayList<IOException>();
    for (Target target : what.targets()) {
      try {
        set(target, false);
      } catch (PosixException e) {
        if (!CANNOT_BE_FROZEN.contains(e.errno())) {
          problems.add(e); // the others first
        }
      }
    }
    if (!problems.isEmpty()) {
      throw problems.getFirst();
    }
  }

  private void set(Target target, boolean frozen) throws IOException {
    switch (target) {
      case Target.One(ProcessId process) -> {
        if (process.isAlive()) {
          posix.kill(process.pid(), frozen ? SIGSTOP : SIGCONT);
        }
      }
      case Target.Group(Path directory) -> write(directory, frozen ? "1" : "0");
    }
  }

  private void write(Path group, String value) throws IOException {
    try (Directory directory = Directory.open(posix, group)) {
      Fd fd = posix.open(directory.fd(), FREEZE, Open.READ_WRITE, 0);
      try {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        posix.write(fd, bytes, 0, bytes.length);
      } finally {
        posix.close(fd);
      }
    }
  }

  private boolean isStill(Freezable what) throws IOException {
    for (Target target : what.targets()) {
      boolean still =
          switch (target) {
            case Target.One(ProcessId process) -> !process.isAlive() || process.isStopped();
            case Target.Group(Path directory) -> events(directory).contains("frozen 1");
          };
      if (!still) {
        return false;
      }
    }
    return true;
  }

  private String events(Path group) throws IOException {
    try (Directory directory = Directory.open(posix, group)) {
      byte[] text = directory.read(Path.of("cgroup.events"), LONGEST).orElse(new byte[0]);
      return new String(text, StandardCharsets.US_ASCII);
    }
  }
}
