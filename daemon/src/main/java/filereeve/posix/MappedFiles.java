package filereeve.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files that this process has mapped into its memory to run: Java's code, and the archive of
/// its classes.
public final class MappedFiles {
  private static final CFunction MADVISE = Libc.function("madvise");
  private static final Path SELF = Path.of("/proc/self/smaps");

  /// The pages of a mapping that is only read and executed, of a file with a path.
  private static final Pattern MAPPING =
      Pattern.compile("([0-9a-f]+)-([0-9a-f]+) r-[x-][ps] [0-9a-f]+ \\S+ [1-9][0-9]* +(/.*)");

  /// @param address of the first byte
  /// @param length in bytes
  record Range(long address, long length) {}

  private MappedFiles() {}

  /// Gives back the memory of what a start has read of these files. What is needed again, Linux
  /// maps again from its cache.
  ///
  /// @param directory that has the files; others may be unmapped meanwhile
  public static void release(Path directory) throws IOException {
    for (Range range : unwritten(Files.readAllLines(SELF, ISO_8859_1), directory)) {
      MemorySegment begin = MemorySegment.ofAddress(range.address);
      new Libc()
          .call(
              "madvise",
              SELF.toString(),
              e -> MADVISE.call(e, begin, range.length, Uapi.MADV_DONTNEED));
    }
  }

  /// What is the same as in the file: not what was written, as the loader of libraries does before
  /// it forbids it.
  static List<Range> unwritten(List<String> smaps, Path directory) {
    var ranges = new ArrayList<Range>();
    boolean isLast = false;
    for (String line : smaps) {
      if (!Character.isUpperCase(line.charAt(0))) {
        isLast = add(line, directory, ranges);
      } else if (isLast && line.startsWith("Anonymous:") && !line.endsWith(" 0 kB")) {
        ranges.removeLast();
        isLast = false;
      }
    }
    return ranges;
  }

  private static boolean add(String line, Path directory, List<Range> ranges) {
    Matcher mapping = MAPPING.matcher(line);
    if (!mapping.matches() || !Path.of(mapping.group(3)).startsWith(directory)) {
      return false;
    }
    long begin = Long.parseUnsignedLong(mapping.group(1), 16);
    long end = Long.parseUnsignedLong(mapping.group(2), 16);
    return ranges.add(new Range(begin, end - begin));
  }
}
