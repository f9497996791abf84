package filereeve.setup;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Asks the person at a terminal.
public record Questions(BufferedReader answers, PrintWriter out) {
  /// More do not fit on a page, and each has a line in the file to come.
  private static final int MOST = 50;

  private static final Pattern RANGE = Pattern.compile("([0-9]{1,4})(?:-([0-9]{1,4}))?");
  private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");

  /// Lets several of a list be chosen.
  ///
  /// @param suggested what an empty answer chooses
  /// @throws EOFException if there is no answer
  <T> List<T> choose(String title, List<T> all, Function<T, String> line, Predicate<T> suggested)
      throws IOException {
    List<T> shown = all.stream().limit(MOST).toList();
    if (shown.isEmpty()) {
      return List.of();
    }
    out.println();
    out.println(title);
    for (int i = 0; i < shown.size(); i++) {
      T each = shown.get(i);
      out.printf("%s%3d  %s%n", suggested.test(each) ? "*" : " ", i + 1, line.apply(each));
    }
    if (all.size() > shown.size()) {
      out.printf("      and %d more, smaller ones%n", all.size() - shown.size());
    }
    while (true) {
      out.print("Which? Numbers such as 1 3-5, all, or none; Enter for those with a star: ");
      out.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new EOFException("the input ended");
      }
      Optional<List<T>> chosen = read(answer.strip().toLowerCase(Locale.ROOT), shown, suggested);
      if (chosen.isPresent()) {
        return chosen.get();
      }
      out.printf("\"%s\" does not name any from 1 to %d.%n", answer.strip(), shown.size());
    }
  }

  private static <T> Optional<List<T>> read(String answer, List<T> shown, Predicate<T> suggested) {
    return switch (answer) {
      case "" -> Optional.of(shown.stream().filter(suggested).toList());
      case "all", "a" -> Optional.of(shown);
      case "none", "n" -> Optional.of(List.of());
      default -> numbers(answer, shown.size()).map(each -> each.stream().map(shown::get).toList());
    };
  }

  /// Empty if a word is no number of the list.
  private static Optional<List<Integer>> numbers(String answer, int size) {
    var numbers = new TreeSet<Integer>();
    for (String word : BETWEEN.split(answer, -1)) {
      Optional<MatchResult> range = RANGE.matcher(word).results().findFirst();
      if (range.isEmpty() || !range.get().group().equals(word)) {
        return Optional.empty();
      }
      int from = Integer.parseInt(range.get().group(1));
      int to = range.get().group(2) == null ? from : Integer.parseInt(range.get().group(2));
      if (from < 1 || to > size || from > to) {
        return Optional.empty();
      }
      IntStream.rangeClosed(from, to).forEach(number -> numbers.add(number - 1));
    }
    return Optional.of(List.copyOf(numbers));
  }
}
