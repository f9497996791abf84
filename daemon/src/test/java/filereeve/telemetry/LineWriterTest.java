package filereeve.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LineWriterTest {
  private static final int LINE = 1 << 16;

  /// Only what waits at one moment is limited, to 1 MiB.
  @Test
  void howeverMuchWasTakenThereIsRoomForMore() throws Exception {
    BlockingQueue<Integer> taken = new LinkedBlockingQueue<>();
    var lost = new AtomicLong();
    var writer =
        new LineWriter(
            "test",
            1,
            batch -> taken.add(batch.length),
            count -> {
              lost.addAndGet(count);
              return new byte[1];
            });
    try (writer) {
      for (int i = 0; i < 100; i++) {
        writer.put(new byte[LINE]);
        assertThat(taken.poll(10, TimeUnit.SECONDS)).as("line %d", i).isEqualTo(LINE);
      }
    }
    assertThat(lost).hasValue(0);
  }
}
