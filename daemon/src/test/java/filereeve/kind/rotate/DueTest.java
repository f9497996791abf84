package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When a log is due: at its limits, not beyond them.
class DueTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final RotateSettings RULE =
      RuleBuilder.of(Path.of("/srv"), "*.log")
          .size(100)
          .minSize(10)
          .age(Duration.ofHours(24))
          .settings();

  @ParameterizedTest
  @CsvSource({
    "CHANGE,   0,   PT48H,         ",
    "CHANGE,   9,   PT48H,         ",
    "CHANGE,   10,  PT24H,         AGE",
    "CHANGE,   10,  PT23H59M59.9S, ",
    "CHANGE,   99,  PT0S,          ",
    "CHANGE,   100, PT0S,          SIZE",
    "CHANGE,   100, PT48H,         SIZE",
    "SCHEDULE, 9,   PT0S,          ",
    "SCHEDULE, 10,  PT0S,          SCHEDULE",
    "SCHEDULE, 100, PT48H,         SCHEDULE",
    "OPERATOR, 0,   PT0S,          ",
    "OPERATOR, 9,   PT0S,          ",
    "OPERATOR, 10,  PT0S,          OPERATOR",
  })
  void aLogIsDueAtItsLimits(Cause cause, long written, Duration age, @Nullable Due expected) {
    assertThat(Due.of(RULE, Request.of(Set.of(cause)), written, NOW.minus(age), NOW).orElse(null))
        .isEqualTo(expected);
  }

  /// A run that is repeated does not rotate what an earlier one has recreated.
  @ParameterizedTest
  @CsvSource({"-1, SCHEDULE", "0, SCHEDULE", "1, "})
  void whatWasAskedForIsDoneForLogsThatHadBegunByThen(long seconds, @Nullable Due expected) {
    Request request = Request.of(Set.of(Cause.SCHEDULE)).begunBy(NOW);

    assertThat(Due.of(RULE, request, 50, NOW.plusSeconds(seconds), NOW).orElse(null))
        .isEqualTo(expected);
  }
}
