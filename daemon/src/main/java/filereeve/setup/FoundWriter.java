package filereeve.setup;

import java.util.Comparator;

/// A process that has a log open for writing.
///
/// @param name of its program, as far as the kernel keeps it: a character for each byte, whatever
///   they are
/// @param appends whether each write goes to the end of the file (`O_APPEND`)
record FoundWriter(String name, int pid, boolean appends) implements Comparable<FoundWriter> {
  private static final Comparator<FoundWriter> ORDER =
      Comparator.comparing(FoundWriter::name)
          .thenComparingInt(FoundWriter::pid)
          .thenComparing(FoundWriter::appends);

  @Override
  public int compareTo(FoundWriter other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return name + " (" + pid + ")";
  }
}
