package filereeve.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.event.Outcome;
import filereeve.files.Directory;
import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.testing.FaultyPosix.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The model of what is durable: which orders of calls it refuses, and at which call.
class DurabilityTest {
  private static final Path LOG = Path.of("app.log");
  private static final Path ARCHIVE = Path.of("app.log.1");
  private static final Path COPY = TempNames.of(LOG, Purpose.COPY);
  private static final Path CUT = TempNames.of(LOG, Purpose.CUT);
  private static final Path WRITE = TempNames.of(LOG, Purpose.WRITE);
  private static final Path SHRED = TempNames.of(ARCHIVE, Purpose.SHRED);

  @TempDir(factory = MarkableTempDir.class)
  private Path path;

  interface Program {
    void run(Calls calls) throws IOException;
  }

  /// @param refused the call, as far as it is named; empty if all are made
  record Case(String name, String refused, Program program) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "a new file without fsync of its content", "give", c -> c.put(c.made(WRITE), "new")),
        new Case(
            "a new name without fsync of its directory",
            "close",
            c -> c.put(c.synced(c.made(WRITE)), "new")),
        new Case("a new file, durable", "", c -> c.put(c.synced(c.made(WRITE)), "new").sync()),
        new Case(
            "a source removed before its archive's name is durable",
            "remove",
            c -> c.put(c.synced(c.made(WRITE)), "app.log.zst").unlink(LOG)),
        new Case(
            "a source removed after that",
            "",
            c -> c.put(c.synced(c.made(WRITE)), "app.log.zst").sync().unlink(LOG)),
        new Case("a log renamed, and no fsync", "close", c -> c.rename(LOG, Path.of("b"))),
        new Case(
            "an old archive removed before a rotation is durable",
            "remove",
            c -> c.rename(LOG, Path.of("b")).unlink(ARCHIVE)),
        new Case("a rename taken back", "", c -> c.rename(LOG, COPY).rename(COPY, LOG)),
        new Case(
            "a log emptied without its copy", "cut", c -> c.truncate(c.open(LOG, Open.READ_WRITE))),
        new Case(
            "the record of a cut before the copy of the log is durable",
            "create",
            c -> {
              c.made(COPY);
              c.made(CUT);
            }),
        new Case(
            "a log emptied before the record's name is durable",
            "cut",
            c -> {
              c.synced(c.made(COPY));
              c.synced(c.made(CUT));
              c.truncate(c.open(LOG, Open.READ_WRITE));
            }),
        new Case(
            "the cut of a log made durable before the end of its copy is",
            "make the cut",
            c -> {
              Fd copy = c.synced(c.made(COPY));
              c.synced(c.made(CUT));
              Fd log = c.sync().open(LOG, Open.READ_WRITE);
              c.write(copy).truncate(log);
              c.synced(log);
            }),
        new Case(
            "the record of a cut removed before the log's new size is durable",
            "remove",
            c -> {
              c.synced(c.made(COPY));
              c.synced(c.made(CUT));
              c.sync().truncate(c.open(LOG, Open.READ_WRITE));
              c.unlink(CUT);
            }),
        new Case(
            "an archive removed beside the record of a cut, which nothing but a cut counts on",
            "",
            c -> {
              c.synced(c.made(COPY));
              c.synced(c.made(CUT));
              c.unlink(ARCHIVE).sync();
            }),
        new Case(
            "an archive overwritten before its temporary name is durable",
            "overwrite",
            c -> c.rename(ARCHIVE, SHRED).write(c.open(SHRED, Open.WRITE))),
        new Case(
            "an archive removed before the overwriting is durable",
            "remove",
            c -> c.rename(ARCHIVE, SHRED).sync().write(c.open(SHRED, Open.WRITE)).unlink(SHRED)),
        new Case(
            "an attribute set without fsync",
            "close",
            c -> c.close(c.attribute(c.open(LOG, Open.READ)))),
        new Case(
            "a directory made without fsync of the one above",
            "close",
            c -> c.posix.mkdir(c.directory.fd(), Path.of("made"), 0700)));
  }

  @BeforeEach
  void createFiles() throws IOException {
    Files.writeString(path.resolve(LOG), "a line\n");
    Files.writeString(path.resolve(ARCHIVE), "an old line\n");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aCallThatCountsOnWhatIsNotDurableIsRefused(Case which) {
    if (which.refused.isEmpty()) {
      assertThatCode(() -> run(which.program)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> run(which.program))
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith(which.refused)
          .hasMessageContaining("a power cut could take");
    }
  }

  @Test
  void aRunThatHasFailedMayLeaveWhatCouldNotBeMadeDurable() throws Exception {
    var durability = new Durability();
    Posix posix =
        durability.watch(FaultyPosix.of(new LinuxPosix(), new Fault.Refuse("fsync", Errno.EIO)));
    try (var calls = new Calls(posix, path)) {
      calls.rename(LOG, Path.of("b"));
      assertThatThrownBy(calls::sync).isInstanceOf(PosixException.class);
      assertThatThrownBy(() -> calls.unlink(ARCHIVE)).hasMessageStartingWith("remove");
    }
  }

  @Test
  void aRunThatHasSucceededMustBeDurable() throws Exception {
    var durability = new Durability();
    try (var calls = new Calls(durability.watch(new LinuxPosix()), path)) {
      assertThatThrownBy(() -> durability.run(() -> done(calls)))
          .hasMessageStartingWith("the run has ended")
          .hasMessageContaining("DurabilityTest.done");
      calls.sync();
    }
  }

  private static Outcome done(Calls calls) {
    try {
      calls.rename(LOG, Path.of("b"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new Outcome.Done();
  }

  private void run(Program program) throws IOException {
    try (var calls = new Calls(Durability.of(new LinuxPosix()), path)) {
      program.run(calls);
    }
    assertThat(path).isDirectory();
  }

  /// The calls of a program in one directory.
  record Calls(Posix posix, Directory directory) implements AutoCloseable {
    Calls(Posix posix, Path path) throws IOException {
      this(posix, Directory.open(posix, path));
    }

    Fd made(Path name) throws IOException {
      Fd file = directory.create(name, 0600);
      write(file);
      return file;
    }

    Fd open(Path name, Open how) throws IOException {
      return posix.open(directory.fd(), name, how, 0);
    }

    Fd synced(Fd file) throws IOException {
      posix.sync(file);
      return file;
    }

    Fd attribute(Fd file) throws IOException {
      posix.setAttribute(file, "user.filereeve.test", "x");
      return file;
    }

    Calls write(Fd file) throws IOException {
      posix.write(file, "content".getBytes(UTF_8), 0, 7);
      return this;
    }

    Calls put(Fd file, String name) throws IOException {
      return rename(Path.of(file.path()).getFileName(), Path.of(name));
    }

    Calls rename(Path from, Path to) throws IOException {
      directory.rename(from, directory, to);
      return this;
    }

    Calls unlink(Path name) throws IOException {
      directory.unlink(name);
      return this;
    }

    void truncate(Fd file) throws IOException {
      posix.truncate(file, 0);
    }

    void close(Fd file) throws IOException {
      posix.close(file);
    }

    Calls sync() throws IOException {
      directory.sync();
      return this;
    }

    @Override
    public void close() throws IOException {
      directory.close();
    }
  }
}
