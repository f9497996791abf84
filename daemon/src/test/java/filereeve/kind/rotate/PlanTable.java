package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.event.Cause;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The rules of rotation as tables: what is on disk, what the rule says, what is asked for, and the
/// plan as a dry run prints it. It is noon of the 21st of November 2026.
abstract class PlanTable {
  static final Path SRV = Path.of("/srv");
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final String FORMER = "<stem>-<yyyy><MM><dd><ext>";
  static final String NOTHING = "";

  record Row(String rule, List<OnDisk> disk, RuleBuilder settings, Cause cause, String plan) {
    @Override
    public String toString() {
      return rule;
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void planIs(Row row) {
    var plan =
        RotationPlan.of(
            OnDisk.state(row.disk()),
            row.settings().settings(),
            Request.of(Set.of(row.cause())),
            NOW);

    assertThat(plan).hasToString(row.plan());
  }

  static Row row(
      String rule,
      List<OnDisk> disk,
      UnaryOperator<RuleBuilder> settings,
      Cause cause,
      String plan) {
    return new Row(rule, disk, settings.apply(RuleBuilder.of(SRV, "*.log")), cause, plan);
  }

  static List<OnDisk> disk(String... files) {
    return Stream.of(files).map(OnDisk::file).toList();
  }

  static List<OnDisk> disk(OnDisk... files) {
    return List.of(files);
  }

  static String plan(String... steps) {
    return String.join("\n", steps);
  }

  static String step(String what, String... actions) {
    return what + ": " + String.join("; ", actions);
  }

  /// A rotation under the conditions that every rotation has.
  static String rotate(String why, String... actions) {
    return step(
            "rotate, if no other log's archives mix with its own and only its owner can swap it and"
                + " it is no program",
            actions)
        + " ("
        + why
        + ")";
  }

  /// A rotation under one more condition.
  static String rotateIf(String condition, String why, String... actions) {
    return rotate(why, actions).replace("no program:", "no program and " + condition + ":");
  }
}
