package filereeve.kind.reload;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.event.RuleName;
import filereeve.files.Directory;
import filereeve.files.RefusedException;
import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.route.Glob;
import filereeve.rule.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Keeps a rule's [Memory] in `<state_dir>/reload/<rule>`, so that a change made while the daemon
/// did not run is found when it starts:
///
/// ```
/// applied 4f2a…                    the digest of all `file` lines
/// refused 91bc…                    only if there is one
/// begun 03d1…                      likewise
/// watch /etc/nginx/**
/// ignore /etc/nginx/**/*.swp
/// file 77d0… /etc/nginx/nginx.conf
/// ```
record MemoryFile(Posix posix, Path directory, Path name) {
  private static final int LONGEST = 8 << 20;

  static MemoryFile of(Services services, RuleName rule) {
    Path directory = services.stateDirectory().resolve("reload");
    return new MemoryFile(services.posix(), directory, Path.of(rule.name()));
  }

  Path path() {
    return directory.resolve(name);
  }

  /// @return empty if nothing was written yet
  /// @throws IOException if it cannot be read
  /// @throws DamagedException if what it holds is not what was written
  Optional<Memory> read() throws IOException {
    Optional<byte[]> content;
    try (Directory open = open()) {
      content = open.read(name, LONGEST);
    } catch (PosixException e) {
      if (e.errno() == Errno.ELOOP) {
        throw new DamagedException(path(), e);
      }
      throw e;
    } catch (RefusedException e) {
      throw new DamagedException(path(), e);
    }
    return content.isPresent()
        ? Optional.of(parse(new String(content.get(), UTF_8)))
        : Optional.empty();
  }

  /// Returns when it is on stable storage. After a crash there is the old memory or the new.
  void write(Memory memory) throws IOException {
    try (Directory open = open()) {
      open.writeAtomically(name, format(memory).getBytes(UTF_8), 0600);
    }
  }

  private Directory open() throws IOException {
    return Directory.openOrCreate(posix, directory, 0755);
  }

  private static String format(Memory memory) {
    var text = new StringBuilder("applied " + memory.applied().digest() + "\n");
    memory.refused().ifPresent(digest -> text.append("refused ").append(digest).append('\n'));
    memory.begun().ifPresent(digest -> text.append("begun ").append(digest).append('\n'));
    memory.scope().watch().forEach(glob -> text.append("watch ").append(glob).append('\n'));
    memory.scope().ignore().forEach(glob -> text.append("ignore ").append(glob).append('\n'));
    memory
        .applied()
        .hashes()
        .forEach((file, hash) -> text.append("file " + hash + " " + file + "\n"));
    return text.toString();
  }

  private Memory parse(String text) throws DamagedException {
    Optional<String> applied = Optional.empty();
    Optional<String> refused = Optional.empty();
    Optional<String> begun = Optional.empty();
    List<Glob> watch = new ArrayList<>();
    List<Glob> ignore = new ArrayList<>();
    var hashes = new TreeMap<String, String>();
    try {
      for (String line : text.lines().toList()) {
        int space = line.indexOf(' ');
        String value = line.substring(space + 1);
        switch (line.substring(0, space)) {
          case "applied" -> applied = Optional.of(value);
          case "refused" -> refused = Optional.of(value);
          case "begun" -> begun = Optional.of(value);
          case "watch" -> watch.add(Glob.parse(value));
          case "ignore" -> ignore.add(Glob.parse(value));
          case "file" -> {
            int next = value.indexOf(' ');
            hashes.put(value.substring(next + 1), value.substring(0, next));
          }
          default -> throw new DamagedException(path());
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw damaged(e);
    }
    var snapshot = new Snapshot(hashes);
    if (!applied.equals(Optional.of(snapshot.digest()))) {
      throw new DamagedException(path());
    }
    return new Memory(new Scope(watch, ignore), snapshot, refused, begun);
  }

  private DamagedException damaged(RuntimeException why) {
    var damaged = new DamagedException(path());
    damaged.initCause(why);
    return damaged;
  }

  /// The file is not as it was written.
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(Path file) {
      super(file + " is damaged");
    }

    DamagedException(Path file, Exception why) {
      super(file + " is damaged: " + why.getMessage(), why);
    }
  }
}
