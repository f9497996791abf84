package filereeve.kind.rotate;

import filereeve.archive.NamePattern;
import filereeve.codec.Codec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;

/// Settings by chance. One line for each dimension.
final class RandomRule {
  static final NamePattern PATTERN = NamePattern.parse("<stem>-<yyyy><MM><dd><ext>");

  private static final List<Naming> NAMINGS =
      List.of(Naming.DATED, Naming.NUMBERED, new Naming.Numbered(0), new Naming.Dated(PATTERN));

  private static final List<BiConsumer<RuleBuilder, Random>> DIMENSIONS =
      List.of(
          (rule, random) -> rule.naming(one(random, NAMINGS)),
          (rule, random) -> rule.compress(one(random, codecs()), random.nextInt(4) % 3),
          RandomRule::method,
          (rule, random) -> sometimes(random, 0.5, () -> rule.size(one(random, 1, 500, 2000))),
          (rule, random) -> sometimes(random, 0.3, () -> rule.minSize(one(random, 1, 400))),
          (rule, random) -> sometimes(random, 0.3, () -> rule.age(minutes(random, 60))),
          (rule, random) -> sometimes(random, 0.4, () -> rule.keepFiles(random.nextInt(7))),
          (rule, random) -> sometimes(random, 0.2, () -> rule.keepAge(minutes(random, 300))),
          (rule, random) -> sometimes(random, 0.3, rule::mailRemoved));

  private RandomRule() {}

  private static void method(RuleBuilder rule, Random random) {
    if (random.nextInt(3) == 0) {
      rule.method(new Method.CopyTruncate(true, false));
    } else {
      sometimes(random, 0.6, rule::create);
    }
  }

  /// @param into where archives go; to be changed only when no notification is pending
  static RotateSettings draw(
      Path directory, Random random, Optional<String> into, String... globs) {
    RuleBuilder rule = RuleBuilder.of(directory, globs).after();
    into.ifPresent(rule::archiveDir);
    DIMENSIONS.forEach(dimension -> dimension.accept(rule, random));
    return rule.settings();
  }

  static Optional<String> archiveDir(Random random) {
    return one(random, Optional.empty(), Optional.of("old"), Optional.of("far/away"));
  }

  private static List<Optional<Codec>> codecs() {
    var codecs = new ArrayList<Optional<Codec>>();
    codecs.add(Optional.empty());
    Arrays.stream(Codec.values()).map(Optional::of).forEach(codecs::add);
    return codecs;
  }

  private static Duration minutes(Random random, int most) {
    return Duration.ofMinutes(1 + random.nextInt(most));
  }

  private static void sometimes(Random random, double share, Runnable setting) {
    if (random.nextDouble() < share) {
      setting.run();
    }
  }

  @SafeVarargs
  static <T> T one(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  static <T> T one(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
