package filereeve.words;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the known word that was meant: "did you mean".
public final class Nearest {
  private Nearest() {}

  /// The known word with the fewest typing errors. Empty if more than a third of the letters would
  /// have to change and neither word begins with the other.
  public static Optional<String> to(String word, Collection<String> known) {
    if (word.length() > 100) {
      return Optional.empty();
    }
    String plain = plain(word);
    int limit = Math.max(1, plain.length() / 3);
    Optional<String> longer =
        known.stream()
            .filter(k -> k.length() > 2 && plain.length() > 2)
            .filter(k -> plain(k).startsWith(plain) || plain.startsWith(plain(k)))
            .min(Comparator.comparingInt(k -> Math.abs(k.length() - word.length())));
    return known.stream()
        .filter(k -> Math.abs(k.length() - word.length()) <= limit)
        .filter(k -> distance(plain, plain(k)) <= limit)
        .min(Comparator.comparingInt(k -> distance(plain, plain(k))))
        .or(() -> longer);
  }

  /// A clause for the end of a message: "; did you mean `word`?", or nothing.
  public static String hint(String word, Collection<String> known) {
    return to(word, known).map("; did you mean `%s`?"::formatted).orElse("");
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /// The optimal string alignment distance: insertions, deletions, replacements, and swaps of
  /// neighbours.
  private static int distance(String a, String b) {
    var cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        cost[i][j] = swapped ? Math.min(best, 1 + cost[i - 2][j - 2]) : best;
      }
    }
    return cost[a.length()][b.length()];
  }
}
