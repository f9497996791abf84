package filereeve.schedule;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Guesses which of the known words a mistyped one was meant to be.
final class Closest {
  private Closest() {}

  /// The known word that is at most two edits away, and less than half of the word.
  static Optional<String> to(String word, Collection<String> known) {
    return known.stream()
        .filter(k -> distance(word, k) <= Math.min(2, (k.length() - 1) / 2))
        .min(Comparator.comparingInt(k -> distance(word, k)));
  }

  /// How many letters must be put in, left out or replaced to make one word of the other.
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
