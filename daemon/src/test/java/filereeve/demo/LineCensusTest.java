package filereeve.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The benchmarks and the demo judge by it: a census that overlooks something proves nothing.
class LineCensusTest {
  @Test
  void eachLineCountsOnceAndARepetitionAsDoubled() throws IOException {
    var census = census(lines(0, 100) + lines(50, 60));
    assertThat(census.found()).isEqualTo(100);
    assertThat(census.doubled()).isEqualTo(10);
    assertThat(census.damaged()).isZero();
  }

  @Test
  void aLineThatIsCutOrChangedIsDamaged() throws IOException {
    String line = LogLine.of(7);
    var census = census(line.substring(1) + "\n" + line + "x\n" + "no line\n" + lines(8, 9));
    assertThat(census.found()).isEqualTo(1);
    assertThat(census.doubled()).isZero();
    assertThat(census.damaged()).isEqualTo(3);
  }

  private static LineCensus census(String text) throws IOException {
    return LineCensus.of(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private static String lines(long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(number -> LogLine.of(number) + "\n")
        .collect(Collectors.joining());
  }
}
