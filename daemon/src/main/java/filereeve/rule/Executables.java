package filereeve.rule;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import filereeve.posix.Fd;
import filereeve.posix.Posix;
import java.io.IOException;

/// Recognizes programs by their first bytes.
final class Executables {
  private static final String SCRIPT = "#!";
  private static final String ELF = "\177ELF";
  private static final int TYPE = 16;
  private static final int CORE = 4;

  private Executables() {}

  /// Whether it is a script, or an ELF file: a program, a library, a module. A core dump is none,
  /// though it is an ELF file, too.
  static boolean isProgram(Posix posix, Fd file) throws IOException {
    byte[] head = new byte[TYPE + 2];
    posix.readAt(file, head, 0, head.length, 0);
    String text = new String(head, ISO_8859_1);
    return text.startsWith(SCRIPT) || (text.startsWith(ELF) && !isCore(head));
  }

  /// Whatever the order of its bytes is.
  private static boolean isCore(byte[] head) {
    return head[TYPE] + head[TYPE + 1] == CORE;
  }
}
