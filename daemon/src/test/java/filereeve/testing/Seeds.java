package filereeve.testing;

import java.util.Set;

/// The random histories of a test, each known by its seed. By default they are the same in each
/// build, from 1 on.
///
/// `-Dfilereeve.seed=7` plays one again, `-Dfilereeve.seeds=500` plays more, and with both, they
/// begin with the given one. `.ci/seeds` plays fresh ones.
public final class Seeds {
  /// Plays one history.
  @FunctionalInterface
  public interface History {
    void play(long seed) throws Exception;
  }

  private Seeds() {}

  public static void play(int count, History history) throws InterruptedException {
    play(count, Set.of(), history);
  }

  /// @param count how many are played unless a property says otherwise
  /// @param fixed those that failed once, played in addition unless a property says otherwise
  public static void play(int count, Set<Long> fixed, History history) throws InterruptedException {
    Long only = Long.getLong("filereeve.seed");
    if (only == null) {
      for (long seed : fixed) {
        play(seed, history);
      }
    }
    long first = only == null ? 1 : only;
    long wanted = Long.getLong("filereeve.seeds", only == null ? count : 1);
    for (long seed = first; seed < first + wanted; seed++) {
      play(seed, history);
    }
  }

  private static void play(long seed, History history) throws InterruptedException {
    try {
      history.play(seed);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          "seed %d (-Dfilereeve.seed=%d): %s".formatted(seed, seed, e.getMessage()), e);
    }
  }
}
