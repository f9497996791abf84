package filereeve.bench.watchers;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What was measured: a row for each figure, a column for each watcher, from several runs.
final class Table {
  /// What represents the figures of several runs.
  enum Of {
    MEDIAN,
    MOST
  }

  private record Cell(List<Double> figures, List<String> words) {}

  private record Row(Of of, int decimals, Map<String, Cell> cells) {}

  private final List<String> columns;
  private final Map<String, Row> rows = new LinkedHashMap<>();

  Table(List<String> columns) {
    this.columns = List.copyOf(columns);
  }

  void add(String row, String column, double figure, int decimals, Of of) {
    cell(row, column, decimals, of).figures().add(figure);
  }

  /// Instead of a figure, or beside it.
  void say(String row, String column, String word) {
    List<String> words = cell(row, column, 0, Of.MEDIAN).words();
    if (!words.contains(word)) {
      words.add(word);
    }
  }

  private Cell cell(String row, String column, int decimals, Of of) {
    return rows.computeIfAbsent(row, _ -> new Row(of, decimals, new LinkedHashMap<>()))
        .cells()
        .computeIfAbsent(column, _ -> new Cell(new ArrayList<>(), new ArrayList<>()));
  }

  void print(PrintStream out) {
    int[] widths = new int[columns.size() + 1];
    List<List<String>> lines = new ArrayList<>();
    lines.add(line("", columns));
    rows.forEach(
        (name, row) ->
            lines.add(line(name, columns.stream().map(column -> text(row, column)).toList())));
    for (List<String> line : lines) {
      for (int i = 0; i < line.size(); i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    out.println(padded(lines.getFirst(), widths));
    out.println(
        "|"
            + java.util.Arrays.stream(widths)
                .mapToObj(w -> "-".repeat(w + 2) + "|")
                .collect(Collectors.joining()));
    lines.stream().skip(1).forEach(line -> out.println(padded(line, widths)));
  }

  private static List<String> line(String first, List<String> others) {
    var line = new ArrayList<String>();
    line.add(first);
    line.addAll(others);
    return line;
  }

  private static String padded(List<String> cells, int[] widths) {
    var line = new StringBuilder("|");
    for (int i = 0; i < cells.size(); i++) {
      String pad = " ".repeat(widths[i] - cells.get(i).length());
      line.append(' ').append(i == 0 ? cells.get(i) + pad : pad + cells.get(i)).append(" |");
    }
    return line.toString();
  }

  private static String text(Row row, String column) {
    Cell cell = row.cells().get(column);
    if (cell == null) {
      return "–";
    }
    var parts = new ArrayList<String>();
    if (!cell.figures().isEmpty()) {
      parts.add(
          String.format(Locale.ROOT, "%,." + row.decimals() + "f", one(row.of(), cell.figures())));
    }
    parts.addAll(cell.words());
    return String.join(", ", parts);
  }

  private static double one(Of of, List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    return switch (of) {
      case MEDIAN -> sorted.get(sorted.size() / 2);
      case MOST -> sorted.getLast();
    };
  }
}
