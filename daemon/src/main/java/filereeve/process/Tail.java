package filereeve.process;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The end of a stream of any length.
final class Tail {
  /// In bytes.
  static final int LIMIT = 8192;

  private final byte[] ring = new byte[LIMIT];
  private long total;

  void add(byte[] from, int length) {
    int start = Math.max(0, length - LIMIT);
    for (int i = start; i < length; i++) {
      ring[(int) ((total + i) % LIMIT)] = from[i];
    }
    total += length;
  }

  /// As text. What was dropped in front is replaced by `…`, up to the first end of a line if there
  /// is one.
  String text() {
    int length = (int) Math.min(total, LIMIT);
    byte[] ordered = new byte[length];
    for (int i = 0; i < length; i++) {
      ordered[i] = ring[(int) ((total - length + i) % LIMIT)];
    }
    String text = new String(ordered, UTF_8).strip();
    return total <= LIMIT ? text : "…" + text.substring(text.indexOf('\n') + 1);
  }
}
