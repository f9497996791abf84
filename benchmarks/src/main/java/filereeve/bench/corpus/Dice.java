package filereeve.bench.corpus;

import java.util.List;
import java.util.SplittableRandom;

/// Chance with a seed, and the few distributions that logs show.
final class Dice {
  private static final String HEX = "0123456789abcdef";

  private final SplittableRandom random;

  Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  /// Few are frequent and many are rare: the rank by Zipf's law, near enough.
  int rank(int count) {
    return (int) Math.pow(count, random.nextDouble()) - 1;
  }

  <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  <T> T frequent(List<T> byRank) {
    return byRank.get(rank(byRank.size()));
  }

  /// A duration or size: many small ones, few large ones.
  int logNormal(double median, double spread) {
    return (int) (median * Math.exp(spread * gaussian()));
  }

  private double gaussian() {
    double u = 1 - random.nextDouble();
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.nextDouble());
  }

  void hex(Line to, int digits) {
    for (int i = 0; i < digits; i++) {
      to.add(HEX.charAt(random.nextInt(16)));
    }
  }

  String address() {
    return "%d.%d.%d.%d".formatted(1 + below(222), below(256), below(256), 1 + below(254));
  }
}
