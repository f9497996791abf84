package filereeve.config;

import filereeve.files.Directory;
import filereeve.files.Trust;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.posix.Writers;
import filereeve.schema.Problems;
import filereeve.schema.Where;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// Reads the text of one file: only a regular file of a sensible size and in UTF-8, which nobody
/// whom the daemon does not trust could have written, and only as a whole.
final class ConfigFile {
  /// A rule is about 500 bytes: this is thousands of rules.
  private static final int MAX_BYTES = 1 << 20;

  /// The result.
  sealed interface Text {
    /// It is text, which may still be no YAML.
    record Read(String text) implements Text {}

    /// A program has it open for writing, or wrote it while it was read: what was read may be a
    /// part of what it is to hold.
    record Unfinished() implements Text {}

    /// The reason was reported.
    record Refused(Loaded.Reason reason) implements Text {}
  }

  private final Path file;
  private final Disk disk;
  private final Problems problems;

  private ConfigFile(Path file, Disk disk, Problems problems) {
    this.file = file;
    this.disk = disk;
    this.problems = problems;
  }

  /// @param remedyIfMissing what to do when it does not exist
  static Text read(Path file, Disk disk, Problems problems, String remedyIfMissing) {
    return new ConfigFile(file, disk, problems).read(remedyIfMissing);
  }

  private Text read(String remedyIfMissing) {
    try {
      if (Files.isDirectory(file)) {
        return refuse(
            Loaded.Reason.NO_INPUT,
            "this is a directory, not a file",
            "Name the file in it, such as " + file.resolve("filereeve.yaml"));
      }
      if (Files.notExists(file)) {
        return missing(remedyIfMissing);
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        return refuse(
            Loaded.Reason.NO_INPUT, "this is not a regular file", "Name a regular file instead");
      }
      Optional<Trust.Distrust> distrust = disk.trust().distrust(file);
      if (distrust.isPresent()) {
        return refuse(
            Loaded.Reason.PERMISSION,
            "cannot trust this file: " + distrust.get().why(),
            distrust.get().remedy());
      }
      Path real = file.toRealPath();
      try (Directory directory = Directory.open(disk.posix(), parent(real))) {
        return read(directory, real.getFileName());
      }
    } catch (NoSuchFileException _) {
      return missing(remedyIfMissing); // removed meanwhile
    } catch (AccessDeniedException _) {
      return denied();
    } catch (PosixException e) {
      return e.errno() == Errno.EACCES ? denied() : unreadable(e);
    } catch (IOException e) {
      return unreadable(e);
    }
  }

  private static Path parent(Path real) {
    return Objects.requireNonNull(real.getParent(), "only / has no parent, and it is a directory");
  }

  private Text missing(String remedy) {
    return Files.isSymbolicLink(file)
        ? refuse(
            Loaded.Reason.NO_INPUT, "the symbolic link leads nowhere", "Restore what it leads to")
        : refuse(Loaded.Reason.NO_INPUT, "No such file or directory", remedy);
  }

  private Text denied() {
    return refuse(
        Loaded.Reason.PERMISSION,
        "cannot read it: Permission denied",
        "Give this user permission to read it and its directory, or run as root");
  }

  private Text unreadable(IOException why) {
    return refuse(
        Loaded.Reason.NO_INPUT, "cannot read it: " + why.getMessage(), "Check the file system");
  }

  private Text read(Directory directory, Path name) throws IOException {
    Posix posix = disk.posix();
    Fd fd = directory.openForReading(name);
    try {
      Stat before = posix.stat(fd);
      if (before.size() > MAX_BYTES) {
        return tooLarge();
      }
      boolean open = posix.writers(fd) == Writers.SOME;
      var content = new ByteArrayOutputStream();
      byte[] part = new byte[8192];
      for (int got = posix.read(fd, part, 0, part.length);
          got > 0 && content.size() <= MAX_BYTES;
          got = posix.read(fd, part, 0, part.length)) {
        content.write(part, 0, got);
      }
      if (open || posix.writers(fd) == Writers.SOME || !isAsItWas(before, posix.stat(fd))) {
        return new Text.Unfinished();
      }
      if (before.links() == 0) {
        sayThatItCannotChange();
      }
      return content.size() > MAX_BYTES ? tooLarge() : decode(content.toByteArray());
    } finally {
      posix.close(fd);
    }
  }

  private static boolean isAsItWas(Stat before, Stat after) {
    return before.size() == after.size()
        && before.modified().equals(after.modified())
        && before.links() == after.links();
  }

  /// A single file was bound here (`mount --bind`, `docker -v file:file`), and then replaced where
  /// it came from.
  private void sayThatItCannotChange() {
    problems.hint(
        Where.file(file),
        "",
        "this is a mount of a file that was removed or replaced since: its changes are not seen",
        "Mount the directory that it is in, not the file");
  }

  private Text tooLarge() {
    return refuse(
        Loaded.Reason.CONFIGURATION,
        "the file is larger than 1 MiB, which no configuration is",
        "Check that this is the right file");
  }

  private Text decode(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      report(
          position(text),
          "the byte 0x%02X is not UTF-8".formatted(bytes[in.position()]),
          "Save the file as UTF-8");
      return new Text.Refused(Loaded.Reason.CONFIGURATION);
    }
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return notText(withoutMark);
  }

  private Text notText(String text) {
    Optional<Integer> bad = text.codePoints().filter(c -> !isPrintable(c)).boxed().findFirst();
    if (bad.isEmpty()) {
      return new Text.Read(text);
    }
    report(
        position(text.substring(0, text.indexOf(bad.get()))),
        "the character U+%04X is not text".formatted(bad.get()),
        "Remove it, or write it as an escape in double quotes");
    return new Text.Refused(Loaded.Reason.CONFIGURATION);
  }

  /// What YAML 1.2 allows in a document (chapter 5.1).
  private static boolean isPrintable(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0x7E)
        || c == 0x85
        || (c >= 0xA0 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  private Where position(String before) {
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    return new Where(file.toString(), line, before.length() - before.lastIndexOf('\n'));
  }

  private void report(Where where, String message, String remedy) {
    problems.error(where, "", message, remedy);
  }

  private Text refuse(Loaded.Reason reason, String message, String remedy) {
    report(Where.file(file), message, remedy);
    return new Text.Refused(reason);
  }
}
