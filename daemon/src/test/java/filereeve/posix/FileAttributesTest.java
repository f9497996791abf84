package filereeve.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Mode, times, owner and extended attributes of a file.
class FileAttributesTest extends OneDirectory {
  @Test
  void theModeOfANewFileIsNotCutByTheUmask() throws IOException {
    posix.close(posix.open(directory, Path.of("a"), Open.CREATE_NEW, 0666));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("a"))))
        .isEqualTo("rw-rw-rw-");
  }

  @Test
  void attributesAreWhatJavaSees() throws IOException {
    Path file = Files.writeString(dir.resolve("a"), "content");
    Instant modified = Instant.parse("2026-03-29T01:30:00.123456789Z");
    Fd fd = posix.open(directory, Path.of("a"), Open.READ, 0);
    posix.setTimes(fd, modified, modified);
    posix.chmod(fd, 0600);
    Stat stat = posix.stat(fd);
    posix.close(fd);

    assertThat(stat).isEqualTo(posix.stat(directory, Path.of("a")).orElseThrow());
    assertThat(stat.type()).isEqualTo(Stat.Type.REGULAR);
    assertThat(stat.size()).isEqualTo(7);
    assertThat(stat.mode()).isEqualTo(0600);
    assertThat(stat.links()).isEqualTo(1);
    assertThat(stat.modified()).isEqualTo(modified);
    assertThat(stat.inode()).isEqualTo(((Number) Files.getAttribute(file, "unix:ino")).longValue());
    assertThat(stat.uid()).isEqualTo(Files.getAttribute(file, "unix:uid"));
    assertThat(stat.gid()).isEqualTo(Files.getAttribute(file, "unix:gid"));
  }

  @Test
  void extendedAttributesAreCopied() throws IOException {
    Path file = Files.writeString(dir.resolve("a"), "a");
    var view =
        Files.getFileAttributeView(
            file, java.nio.file.attribute.UserDefinedFileAttributeView.class);
    view.write("origin", UTF_8.encode("somewhere"));
    view.write("empty", UTF_8.encode(""));
    Fd from = posix.open(directory, Path.of("a"), Open.READ, 0);
    Fd to = posix.open(directory, Path.of("b"), Open.CREATE_NEW, 0600);
    posix.copyAttributes(from, to);
    posix.close(from);
    posix.close(to);

    var copied =
        Files.getFileAttributeView(
            dir.resolve("b"), java.nio.file.attribute.UserDefinedFileAttributeView.class);
    assertThat(copied.list()).containsExactlyInAnyOrder("origin", "empty");
  }

  /// A full disk is no reason: the next run would take the file for complete.
  @ParameterizedTest
  @CsvSource({
    "user.origin, EOPNOTSUPP, true",
    "system.posix_acl_access, EOPNOTSUPP, true",
    "security.selinux, EPERM, true",
    "trusted.overlay, EACCES, true",
    "user.origin, EPERM, false",
    "system.posix_acl_access, EPERM, false",
    "user.origin, ENOSPC, false",
    "user.origin, EDQUOT, false",
    "security.capability, ENOSPC, false",
    "security.capability, EIO, false"
  })
  void onlyAttributesThatCannotBeKeptStayBehind(String name, Errno errno, boolean mayStayBehind) {
    assertThat(ExtendedAttributeCalls.mayStayBehind(name, errno)).isEqualTo(mayStayBehind);
  }

  @Test
  void attributesWhoseNamesAreNotUtf8AreCopiedAndLoseNoOthers() throws IOException {
    Files.writeString(dir.resolve("a"), "a");
    Fd from = posix.open(directory, Path.of("a"), Open.READ, 0);
    for (String name : List.of("user.\u00ff\u00fe", "user.a", "user.b", "user.\u00fe", "user.c")) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment bytes = arena.allocateFrom(name, StandardCharsets.ISO_8859_1);
        new LinuxPosix()
            .call(
                "setxattr", from, e -> Libc.fsetxattr.call(e, from.number(), bytes, bytes, 3L, 0));
      }
    }
    Fd to = posix.open(directory, Path.of("b"), Open.CREATE_NEW, 0600);

    posix.copyAttributes(from, to);

    posix.close(from);
    posix.close(to);
    assertThat(
            Files.getFileAttributeView(
                    dir.resolve("b"), java.nio.file.attribute.UserDefinedFileAttributeView.class)
                .list())
        .hasSize(5)
        .contains("a", "b", "c");
  }
}
