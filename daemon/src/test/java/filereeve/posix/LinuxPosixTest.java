package filereeve.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Files, names and processes, as the system calls see them.
class LinuxPosixTest extends OneDirectory {
  @Test
  void whatIsWrittenIsRead() throws IOException {
    byte[] content = "x".repeat(300_000).getBytes(UTF_8);
    Fd out = posix.open(directory, Path.of("a"), Open.CREATE_NEW, 0640);
    posix.write(out, content, 0, content.length);
    posix.sync(out);
    posix.close(out);
    posix.sync(directory);

    assertThat(dir.resolve("a")).hasBinaryContent(content);
    Fd in = posix.open(directory, Path.of("a"), Open.READ, 0);
    byte[] read = new byte[content.length + 1];
    int got = 0;
    for (int n = 1; n > 0; got += n) {
      n = posix.read(in, read, got, read.length - got);
    }
    posix.close(in);
    assertThat(got).isEqualTo(content.length);
  }

  @Test
  void aNameThatIsMissingHasNoAttributes() throws IOException {
    assertThat(posix.stat(directory, Path.of("missing"))).isEqualTo(Optional.empty());
  }

  @Test
  void renamingNeverReplaces() throws IOException {
    Files.writeString(dir.resolve("a"), "a");
    Files.writeString(dir.resolve("b"), "b");

    assertErrno(Errno.EEXIST, () -> posix.rename(directory, Path.of("a"), directory, Path.of("b")));
    posix.rename(directory, Path.of("a"), directory, Path.of("c"));

    assertThat(dir.resolve("b")).hasContent("b");
    assertThat(dir.resolve("c")).hasContent("a");
  }

  /// Some filesystems cannot promise it: `EINVAL`. The kernel says the same of every filesystem
  /// when a directory is to move into itself, and never links a directory.
  @Test
  void whereARenameCouldReplaceALinkIsMade() throws IOException {
    posix.mkdir(directory, Path.of("one"), 0700);

    assertErrno(
        Errno.EPERM,
        () -> posix.rename(directory, Path.of("one"), directory, Path.of("one/within")));
  }

  @Test
  void swappingLeavesNoNameMissing() throws IOException {
    Files.writeString(dir.resolve("a"), "a");
    Files.writeString(dir.resolve("b"), "b");

    posix.swap(directory, Path.of("a"), directory, Path.of("b"));

    assertThat(dir.resolve("a")).hasContent("b");
    assertThat(dir.resolve("b")).hasContent("a");
    assertErrno(Errno.ENOENT, () -> posix.swap(directory, Path.of("a"), directory, Path.of("c")));
  }

  @Test
  void replacingReplaces() throws IOException {
    Files.writeString(dir.resolve("a"), "a");
    Files.writeString(dir.resolve("b"), "b");

    posix.replace(directory, Path.of("a"), directory, Path.of("b"));

    assertThat(dir.resolve("b")).hasContent("a");
    assertThat(dir.resolve("a")).doesNotExist();
  }

  @Test
  void aSymbolicLinkIsNeverOpened() throws IOException {
    Files.writeString(dir.resolve("a"), "a");
    Files.createSymbolicLink(dir.resolve("link"), Path.of("a"));

    for (Open how : Open.values()) {
      Errno refused =
          switch (how) {
            case CREATE_NEW -> Errno.EEXIST;
            case DIRECTORY -> Errno.ENOTDIR;
            case READ, WRITE, READ_WRITE, READ_WRITE_CREATE, APPEND_CREATE -> Errno.ELOOP;
          };
      assertErrno(refused, () -> posix.open(directory, Path.of("link"), how, 0600));
    }
    assertThat(posix.stat(directory, Path.of("link")).orElseThrow().type())
        .isEqualTo(Stat.Type.SYMLINK);
  }

  @Test
  void aFifoDoesNotBlock() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", dir.resolve("fifo").toString()).start().waitFor())
        .isZero();
    Fd fd = posix.open(directory, Path.of("fifo"), Open.READ, 0);

    assertThat(posix.stat(fd).type()).isEqualTo(Stat.Type.OTHER);
    posix.close(fd);
  }

  @Test
  void allNamesAreListedAndLeadBackToTheirFiles() throws IOException {
    for (int i = 0; i < 5_000; i++) {
      Files.createFile(dir.resolve("a-rather-long-name-for-a-file-" + i));
    }
    Files.writeString(dir.resolve("ümläut \n newline"), "1");
    Path notUtf8 = Path.of(URI.create(dir.toUri() + "caf%e9.log"));
    Files.writeString(notUtf8, "22");

    var names = posix.list(directory);

    assertThat(names).hasSize(5_002).contains(Path.of("ümläut \n newline"));
    Path name =
        names.stream().filter(n -> n.toString().startsWith("caf")).findFirst().orElseThrow();
    assertThat(posix.stat(directory, name).orElseThrow().size()).isEqualTo(2);
    posix.rename(directory, name, directory, Path.of("plain"));
    assertThat(dir.resolve("plain")).hasContent("22");
    assertThat(posix.list(directory)).as("listed again from the start").hasSize(5_002);
  }

  @Test
  void holesAreNotWrittenBytes() throws IOException {
    Fd fd = posix.open(directory, Path.of("sparse"), Open.CREATE_NEW, 0600);
    byte[] block = new byte[64 << 10];
    posix.write(fd, block, 0, block.length);
    posix.extend(fd, 1 << 20);
    posix.write(fd, block, 0, block.length);
    posix.extend(fd, 2 << 20);

    assertThat(posix.stat(fd).size()).isEqualTo(2 << 20);
    assertThat(posix.written(fd)).isEqualTo(2L * block.length);
    assertThat(posix.nextWritten(fd, 10)).hasValue(10);
    assertThat(posix.nextWritten(fd, block.length)).hasValue(1 << 20);
    assertThat(posix.nextWritten(fd, (1 << 20) + block.length)).isEmpty();
    posix.close(fd);
  }

  @Test
  void aWriterIsSeenUntilItClosesTheFile() throws IOException {
    Path file = dir.resolve("a");
    Fd fd;
    try (var writer = Files.newOutputStream(file)) {
      writer.write(1);
      fd = posix.open(directory, Path.of("a"), Open.READ, 0);
      assumeThat(posix.writers(fd)).as("leases work here").isNotEqualTo(Writers.UNKNOWN);
      assertThat(posix.writers(fd)).isEqualTo(Writers.SOME);
    }
    assertThat(posix.writers(fd)).isEqualTo(Writers.NONE);
    assertThat(posix.writers(fd)).as("the lease was given back").isEqualTo(Writers.NONE);
    posix.close(fd);
  }

  @Test
  void aLockIsTakenOnce() throws IOException {
    Fd first = posix.open(directory, Path.of("lock"), Open.READ_WRITE_CREATE, 0600);
    Fd second = posix.open(directory, Path.of("lock"), Open.READ_WRITE_CREATE, 0600);

    assertThat(posix.lock(first)).isTrue();
    assertThat(posix.lock(second)).isFalse();
    posix.close(first);
    assertThat(posix.lock(second)).isTrue();
    posix.close(second);
  }

  @Test
  void usersAndGroupsHaveIds() throws IOException {
    assertThat(posix.userId("root")).hasValue(0);
    assertThat(posix.groupId("root")).hasValue(0);
    assertThat(posix.userId("nobody-has-this-name")).isEmpty();
    assertThat(posix.effectiveUser()).isEqualTo(Files.getAttribute(dir, "unix:uid"));
  }

  @Test
  void aSignalToNobodyIsAnErrorAndToEverybodyIsRefused() {
    assertErrno(Errno.ESRCH, () -> posix.kill(Integer.MAX_VALUE, 1));
    assertThatThrownBy(() -> posix.kill(-1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFailureTellsWhatWhereAndWhy() {
    assertThatThrownBy(() -> posix.unlink(directory, Path.of("missing")))
        .hasMessage("unlink " + dir + "/missing: No such file or directory");
  }

  @Test
  void aThreadCanTakeTheLowestPriority() throws Exception {
    var failure = new java.util.concurrent.atomic.AtomicReference<Exception>();
    Thread thread =
        new Thread(
            () -> {
              try {
                posix.lowPriority();
              } catch (IOException e) {
                failure.set(e);
              }
            });
    thread.start();
    thread.join();

    assertThat(failure.get()).isNull();
  }

  private interface Act {
    void act() throws IOException;
  }

  private static void assertErrno(Errno errno, Act act) {
    assertThatThrownBy(act::act)
        .isInstanceOfSatisfying(PosixException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }
}
