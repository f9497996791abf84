package filereeve.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClosingTest {
  private final IOException failure = new IOException("the disk is full");

  @Test
  void theResourceIsClosedOnce() {
    var closed = new AtomicInteger();
    Closing.suppressed(failure, closed::incrementAndGet);

    assertThat(closed).hasValue(1);
    assertThat(failure).hasNoSuppressedExceptions();
  }

  @Test
  void aFailureToCloseIsAddedAndHidesNothing() {
    for (Exception other : new Exception[] {new IOException("a"), new IllegalStateException("b")}) {
      Closing.suppressed(failure, () -> fail(other));
      assertThat(failure.getSuppressed()).contains(other);
    }
  }

  private static void fail(Exception with) throws IOException {
    switch (with) {
      case IOException failed -> throw failed;
      case RuntimeException failed -> throw failed;
      default -> throw new AssertionError(with);
    }
  }
}
