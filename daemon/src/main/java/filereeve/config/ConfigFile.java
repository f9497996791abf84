package filereeve.config;

import filereeve.schema.Problems;
import filereeve.schema.Where;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/// Reads the text of one file, if it is a regular file that not everybody may write, of a sensible
/// size and in UTF-8.
final class ConfigFile {
  /// A rule is about 500 bytes: this is thousands of rules.
  private static final int MAX_BYTES = 1 << 20;

  /// The result.
  sealed interface Text {
    /// It is text, which may still be no YAML.
    record Read(String text) implements Text {}

    /// The reason was reported.
    record Refused(Loaded.Reason reason) implements Text {}
  }

  private final Path file;
  private final Problems problems;

  private ConfigFile(Path file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /// @param remedyIfMissing what to do when it does not exist
  static Text read(Path file, Problems problems, String remedyIfMissing) {
    return new ConfigFile(file, problems).read(remedyIfMissing);
  }

  private Text read(String remedyIfMissing) {
    if (Files.isDirectory(file)) {
      return refuse(
          Loaded.Reason.NO_INPUT,
          "this is a directory, not a file",
          "Name the file in it, such as " + file.resolve("filereeve.yaml"));
    }
    try {
      if (Files.notExists(file)) {
        return refuse(Loaded.Reason.NO_INPUT, "No such file or directory", remedyIfMissing);
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        return refuse(
            Loaded.Reason.NO_INPUT, "this is not a regular file", "Name a regular file instead");
      }
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE)) {
        return refuse(
            Loaded.Reason.PERMISSION,
            "every user may write this file, and so decide what the daemon runs",
            "Remove that permission: chmod o-w " + file);
      }
      if (Files.size(file) > MAX_BYTES) {
        return tooLarge();
      }
      byte[] bytes;
      try (var in = Files.newInputStream(file)) {
        bytes = in.readNBytes(MAX_BYTES + 1);
      }
      return bytes.length > MAX_BYTES ? tooLarge() : decode(bytes);
    } catch (AccessDeniedException e) {
      return refuse(
          Loaded.Reason.PERMISSION,
          "cannot read it: Permission denied",
          "Give this user permission to read it and its directory, or run as root");
    } catch (IOException e) {
      return refuse(
          Loaded.Reason.NO_INPUT, "cannot read it: " + e.getMessage(), "Check the file system");
    }
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
