package filereeve.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One start of a process, by posix_spawn(3). Its functions return an error's number instead of
/// setting `errno`.
final class Spawn {
  /// More than a `posix_spawnattr_t` (336 bytes), a `posix_spawn_file_actions_t` (80) or a
  /// `sigset_t` (128) of glibc and musl.
  private static final long STRUCT = 512;

  /// `POSIX_SPAWN_SETSID`, `_SETSIGMASK` and `_SETSIGDEF` of glibc and musl.
  private static final short FLAGS = 0x80 | 0x08 | 0x04;

  private static final CFunction SPAWN = Libc.function("posix_spawn");
  private static final CFunction ATTRIBUTES = Libc.function("posix_spawnattr_init");
  private static final CFunction SET_FLAGS = Libc.function("posix_spawnattr_setflags");
  private static final CFunction SET_MASK = Libc.function("posix_spawnattr_setsigmask");
  private static final CFunction SET_DEFAULT = Libc.function("posix_spawnattr_setsigdefault");
  private static final CFunction ALL_SIGNALS = Libc.function("sigfillset");
  private static final CFunction NO_SIGNALS = Libc.function("sigemptyset");
  private static final CFunction ACTIONS = Libc.function("posix_spawn_file_actions_init");
  private static final CFunction FREE_ACTIONS = Libc.function("posix_spawn_file_actions_destroy");
  private static final CFunction ADD_OPEN = Libc.function("posix_spawn_file_actions_addopen");
  private static final CFunction ADD_DUP2 = Libc.function("posix_spawn_file_actions_adddup2");

  /// glibc 2.29 and musl 1.1.24.
  private static final Optional<CFunction> ADD_CHDIR =
      Libc.functionIfPresent("posix_spawn_file_actions_addchdir_np");

  /// glibc 2.34.
  private static final Optional<CFunction> ADD_CLOSE_FROM =
      Libc.functionIfPresent("posix_spawn_file_actions_addclosefrom_np");

  private static final int FIRST_TO_CLOSE = 3;

  private final Libc libc;
  private final Arena arena;
  private final String program;
  private final MemorySegment file;
  private final MemorySegment attributes;
  private final MemorySegment actions;

  /// @param arena is closed after [#start]
  Spawn(Libc libc, Path program, Arena arena) throws PosixException {
    this.libc = libc;
    this.arena = arena;
    this.program = program.toString();
    this.file = string(PathBytes.of(program));
    this.attributes = arena.allocate(STRUCT, Long.BYTES);
    this.actions = arena.allocate(STRUCT, Long.BYTES);
  }

  /// Starts the program: in a session of its own, in `/`, with all signals at their default and
  /// none blocked, with `/dev/null` as its input and no other descriptor than its output.
  ///
  /// @return its process id
  int start(List<String> argv, List<String> environment, Fd output) throws IOException {
    MemorySegment pid = arena.allocate(JAVA_INT);
    MemorySegment arguments = strings(argv);
    MemorySegment variables = strings(environment);
    make(e -> ATTRIBUTES.call(e, attributes));
    make(e -> ACTIONS.call(e, actions));
    try {
      setSignals();
      setStreams(output);
      setDirectory();
      make(e -> SPAWN.call(e, pid, file, actions, attributes, arguments, variables));
    } finally {
      make(e -> FREE_ACTIONS.call(e, actions));
    }
    return pid.get(JAVA_INT, 0);
  }

  private void setSignals() throws PosixException {
    MemorySegment set = arena.allocate(STRUCT, Long.BYTES);
    make(e -> NO_SIGNALS.call(e, set));
    make(e -> SET_MASK.call(e, attributes, set));
    make(e -> ALL_SIGNALS.call(e, set));
    make(e -> SET_DEFAULT.call(e, attributes, set));
    make(e -> SET_FLAGS.call(e, attributes, FLAGS));
  }

  /// The output is reopened: a copy of the descriptor would share its O_NONBLOCK.
  private void setStreams(Fd output) throws IOException {
    MemorySegment nothing = string("/dev/null");
    MemorySegment pipe = string("/proc/self/fd/" + output.number());
    make(e -> ADD_OPEN.call(e, actions, 0, nothing, Uapi.O_RDONLY, 0));
    make(e -> ADD_OPEN.call(e, actions, 1, pipe, Uapi.O_WRONLY, 0));
    make(e -> ADD_DUP2.call(e, actions, 1, 2));
    if (ADD_CLOSE_FROM.isPresent()) {
      CFunction add = ADD_CLOSE_FROM.get();
      make(e -> add.call(e, actions, FIRST_TO_CLOSE));
    } else {
      closeAllOnExec();
    }
  }

  /// What the JDK opens stays open in other programs, unless it is marked.
  private void closeAllOnExec() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
        int number = Integer.parseInt(descriptor.getFileName().toString());
        if (number >= FIRST_TO_CLOSE) {
          libc.callOr(
              Errno.EBADF, // the listing's own
              "fcntl",
              descriptor.toString(),
              e -> Libc.fcntl.call(e, number, Uapi.F_SETFD, Uapi.FD_CLOEXEC));
        }
      }
    }
  }

  /// An older C library leaves it in the daemon's own directory: under systemd that is `/`.
  private void setDirectory() throws PosixException {
    if (ADD_CHDIR.isPresent()) {
      CFunction add = ADD_CHDIR.get();
      MemorySegment root = string("/");
      make(e -> add.call(e, actions, root));
    }
  }

  private void make(Libc.Invocation invocation) throws PosixException {
    int error = (int) libc.call("start", program, invocation);
    if (error != 0) {
      throw new PosixException("start", program, Errno.of(error), error);
    }
  }

  private MemorySegment strings(List<String> texts) {
    MemorySegment pointers = arena.allocate(ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      pointers.setAtIndex(ADDRESS, i, string(texts.get(i)));
    }
    return pointers; // the last one is NULL
  }

  private MemorySegment string(String text) {
    return string(PathBytes.ofText(text));
  }

  private MemorySegment string(byte[] bytes) {
    MemorySegment segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
    return segment;
  }
}
