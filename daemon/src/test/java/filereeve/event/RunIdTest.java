package filereeve.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunIdTest {
  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

  private static final RuleName RULE = new RuleName("rotate", "app");

  private final RunId.Sequence ids = new RunId.Sequence(START);

  @Test
  void laterRunsSortBehindEarlierOnes() {
    assertThat(Stream.generate(() -> ids.next(RULE).text()).limit(40_000))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(new RunId.Sequence(START.plusSeconds(1)).next(RULE).text())
        .isGreaterThan(ids.next(RULE).text());
  }

  @Test
  void isShort() {
    assertThat(ids.next(RULE).text()).hasSize(10);
  }

  @Test
  void isKnownDuringItsRunAndOnTheThreadsThatWorkForIt() throws Exception {
    RunId id = ids.next(RULE);
    var here = new AtomicReference<Optional<RunId>>();
    var carried = new AtomicReference<Callable<Optional<RunId>>>();

    id.run(
        () -> {
          here.set(RunId.current());
          carried.set(RunId.carried(RunId::current));
        });

    try (var thread = Executors.newSingleThreadExecutor()) {
      assertThat(thread.submit(carried.get()).get()).contains(id);
    }
    assertThat(here.get()).contains(id);
    assertThat(RunId.current()).isEmpty();
  }
}
