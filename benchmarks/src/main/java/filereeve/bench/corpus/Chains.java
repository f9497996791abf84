package filereeve.bench.corpus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// What one happening writes (a delivery, a request, a session) belongs together and repeats its
/// numbers, but the lines of several that run at once are mixed.
final class Chains {
  private final Dice dice;
  private final Deque<String>[] open;
  private final Consumer<Consumer<String>> begin;

  /// @param begin gives the lines of a new happening, without their times
  @SuppressWarnings({"unchecked", "rawtypes"})
  Chains(Dice dice, int atOnce, Consumer<Consumer<String>> begin) {
    this.dice = dice;
    this.begin = begin;
    this.open = new Deque[atOnce];
    for (int i = 0; i < atOnce; i++) {
      open[i] = new ArrayDeque<>();
    }
  }

  String next() {
    Deque<String> lines = open[dice.below(open.length)];
    if (lines.isEmpty()) {
      begin.accept(lines::add);
    }
    return lines.remove();
  }
}
