package filereeve.posix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files that this process has mapped into its memory for as long as it runs: Java's code, its
/// modules, and the archive of its classes.
public final class MappedFiles {
  private static final CFunction MADVISE = Libc.function("madvise");
  private static final Path SELF = Path.of("/proc/self/smaps");

  /// A mapping that is only read and executed, of one of these files. Other files may be unmapped
  /// meanwhile, or are written while they are loaded.
  private static final Pattern MAPPING =
      Pattern.compile(
          "([0-9a-f]+)-([0-9a-f]+) r-[x-][ps] [0-9a-f]+ \\S+ [1-9][0-9]*"
              + " +(/.*/(?:libjvm\\.so|modules|[^/]*\\.jsa))(?: \\(deleted\\))?");

  /// @param address of the first byte
  /// @param length in bytes
  record Range(String file, long address, long length) {}

  private MappedFiles() {}

  /// Gives back the memory of what a start has read of these files. What is needed again, Linux
  /// maps again from its cache.
  public static void release() throws IOException {
    var libc = new Libc();
    for (Range range : unwritten(Files.readString(SELF, UTF_8).lines().toList())) {
      MemorySegment begin = MemorySegment.ofAddress(range.address);
      libc.call(
          "madvise", range.file, e -> MADVISE.call(e, begin, range.length, Uapi.MADV_DONTNEED));
    }
  }

  /// What is the same as in the file. What was written before that was forbidden, as when a library
  /// is loaded, is in memory, or has been swapped out.
  static List<Range> unwritten(List<String> smaps) {
    var ranges = new ArrayList<Range>();
    boolean isLast = false;
    for (String line : smaps) {
      if (!Character.isUpperCase(line.charAt(0))) {
        isLast = add(line, ranges);
      } else if (isLast && isWritten(line)) {
        ranges.removeLast();
        isLast = false;
      }
    }
    return ranges;
  }

  private static boolean add(String line, List<Range> ranges) {
    Matcher mapping = MAPPING.matcher(line);
    if (!mapping.matches()) {
      return false;
    }
    long begin = Long.parseUnsignedLong(mapping.group(1), 16);
    long end = Long.parseUnsignedLong(mapping.group(2), 16);
    return ranges.add(new Range(mapping.group(3), begin, end - begin));
  }

  private static boolean isWritten(String line) {
    return (line.startsWith("Anonymous:") || line.startsWith("Swap:")) && !line.endsWith(" 0 kB");
  }
}
