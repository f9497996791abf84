package filereeve.kind.rotate;

import filereeve.schema.Key;
import filereeve.schema.Types;
import filereeve.schema.Values;

/// The keys of a rotate rule for how a log becomes an archive.
final class MethodKeys {
  enum How {
    RENAME,
    COPYTRUNCATE
  }

  enum UnsafeWriter {
    REFUSE,
    ACCEPT
  }

  static final Key<How> METHOD =
      Key.of(
          "method",
          Types.oneOf(How.class),
          "rename",
          "How: `rename` moves the log and, with `create`, puts a new one in its place;"
              + " `copytruncate` leaves it to a program that cannot open another, copies its"
              + " content and truncates it: on ext4 and xfs without losing a byte, elsewhere with a"
              + " gap of microseconds.");
  static final Key<UnsafeWriter> UNSAFE_WRITER =
      Key.of(
          "unsafe_writer",
          Types.oneOf(UnsafeWriter.class),
          "refuse",
          "With `copytruncate`, where a program writes the log without appending (`O_APPEND`):"
              + " `refuse` skips the log, `accept` truncates it, and it then begins with zeros.");
  static final Key<Boolean> PAUSE_WRITER =
      Key.of(
          "pause_writer",
          Types.BOOLEAN,
          "false",
          "With `copytruncate`, where its head cannot be removed (not ext4 or xfs, or less than a"
              + " block): pause the processes that write the log for the last bytes, under 5 ms.");

  private MethodKeys() {}

  /// @param create the key for a new log, which only `method: rename` creates
  static void check(Values v, Key<?> create) {
    boolean copies = keepsTheLog(v);
    if (copies && v.has(create)) {
      v.hint(
          create,
          "`create` has no effect with `method: copytruncate`: the log is kept",
          "Remove it");
    }
    if (!copies && v.find(UNSAFE_WRITER).filter(UnsafeWriter.ACCEPT::equals).isPresent()) {
      hintAtCopyTruncate(v, UNSAFE_WRITER);
    }
    if (!copies && v.find(PAUSE_WRITER).orElse(false)) {
      hintAtCopyTruncate(v, PAUSE_WRITER);
    }
  }

  /// Whether the log keeps its place: copytruncate.
  static boolean keepsTheLog(Values v) {
    return v.find(METHOD).filter(How.COPYTRUNCATE::equals).isPresent();
  }

  private static void hintAtCopyTruncate(Values v, Key<?> key) {
    v.hint(
        key,
        "`%s` has no effect without `method: copytruncate`".formatted(key.name()),
        "Remove it");
  }

  static Method method(Values v) {
    return switch (v.get(METHOD)) {
      case RENAME -> new Method.Rename();
      case COPYTRUNCATE ->
          new Method.CopyTruncate(v.get(UNSAFE_WRITER) == UnsafeWriter.ACCEPT, v.get(PAUSE_WRITER));
    };
  }
}
