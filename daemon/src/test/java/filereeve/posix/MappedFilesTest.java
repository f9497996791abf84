package filereeve.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.MappedFiles.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MappedFilesTest {
  private static final Path JAVA = Path.of(System.getProperty("java.home"));

  @Test
  void ofTheMappingsOfJavasFilesThoseThatNobodyHasWrittenToAreReleased() {
    assertThat(
            MappedFiles.unwritten(
                """
                7f0000000000-7f0000400000 r--p 00000000 08:01 7 /opt/java/lib/server/libjvm.so
                Rss:                4096 kB
                Anonymous:             0 kB
                Swap:                  0 kB
                7f0000400000-7f0000600000 r-xp 00400000 08:01 7 /opt/java/lib/server/libjvm.so
                Anonymous:             0 kB
                Swap:                  0 kB
                7f0000600000-7f0000700000 r--p 00600000 08:01 7 /opt/java/lib/server/libjvm.so
                Anonymous:           916 kB
                Swap:                  0 kB
                7f0000700000-7f0000800000 r--p 00700000 08:01 7 /opt/java/lib/server/libjvm.so
                Anonymous:             0 kB
                Swap:                 16 kB
                7f0000700000-7f0000800000 rw-p 00700000 08:01 7 /opt/java/lib/server/libjvm.so
                Anonymous:             0 kB
                7f0000800000-7f0000900000 r--p 00000000 00:00 0\s
                Anonymous:             0 kB
                7f0000900000-7f0000a00000 r--p 00000000 08:01 8 /opt/java/lib/libnet.so
                Anonymous:             0 kB
                7f0000a00000-7f0000b00000 r--s 00000000 08:01 9 /opt/jürgen/a b/modules (deleted)
                Anonymous:             0 kB
                7f0000b00000-7f0000c00000 ---p 00000000 08:01 9 /opt/java/lib/modules
                Anonymous:             0 kB
                """
                    .lines()
                    .toList()))
        .containsExactly(
            new Range("/opt/java/lib/server/libjvm.so", 0x7f0000000000L, 0x400000),
            new Range("/opt/java/lib/server/libjvm.so", 0x7f0000400000L, 0x200000),
            new Range("/opt/jürgen/a b/modules", 0x7f0000a00000L, 0x100000));
  }

  /// And Java goes on: what it needs, it reads again.
  @Test
  void memoryIsGivenBack() throws IOException {
    long before = residentOfFiles();

    MappedFiles.release();

    assertThat(residentOfFiles()).isLessThan(before * 3 / 4);
  }

  /// KiB of Java's files in memory that can be read from them again.
  private static long residentOfFiles() throws IOException {
    long sum = 0;
    long resident = 0;
    boolean counts = false;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"), ISO_8859_1)) {
      List<String> words = Pattern.compile(" +").splitAsStream(line).toList();
      switch (words.getFirst()) {
        case "Rss:" -> resident = Long.parseLong(words.get(1));
        case "Anonymous:" -> sum += counts ? resident - Long.parseLong(words.get(1)) : 0;
        default -> counts = line.contains("-") ? line.contains(JAVA.toString()) : counts;
      }
    }
    return sum;
  }
}
