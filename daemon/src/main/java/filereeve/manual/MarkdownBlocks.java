package filereeve.manual;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes the blocks of a Markdown document into a man page: paragraphs, headings, lists, tables
/// and code. A heading that is a piece of code alone is a subsection, every other one a section.
public final class MarkdownBlocks {
  private static final Pattern ITEM = Pattern.compile("(?:-|(\\d+\\.)) +(.*)");
  private static final Pattern CODE_HEADING = Pattern.compile("`([^`]+)`");
  private static final String FENCE = "```";

  /// Between two cells: a bar that is not escaped.
  private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");

  /// How a table becomes terms with their meaning: many columns do not fit on a terminal.
  public interface Tables {
    /// Writes one row.
    ///
    /// @param header the heads of the columns
    /// @param row as many cells
    void write(List<String> header, List<String> row, ManPage page);
  }

  private final ManPage page;
  private final Tables tables;

  public MarkdownBlocks(ManPage page, Tables tables) {
    this.page = page;
    this.tables = tables;
  }

  /// @param markdown without its title
  public void write(String markdown) {
    Deque<String> lines = new ArrayDeque<>(markdown.lines().toList());
    while (!lines.isEmpty()) {
      String line = lines.removeFirst();
      if (line.startsWith("#")) {
        heading(line.replaceFirst("^#+ +", ""));
      } else if (line.startsWith(FENCE)) {
        code(lines);
      } else if (line.startsWith("|")) {
        table(line, lines);
      } else if (ITEM.matcher(line).matches()) {
        text(line, lines, this::item);
      } else if (!line.isBlank()) {
        text(line, lines, (first, rest) -> page.paragraph(first + rest));
      }
    }
  }

  private void heading(String title) {
    Matcher code = CODE_HEADING.matcher(title);
    if (code.matches()) {
      page.subsection(code.group(1));
    } else {
      page.section(title);
    }
  }

  private void code(Deque<String> lines) {
    var code = new ArrayList<String>();
    while (!lines.isEmpty() && !lines.getFirst().startsWith(FENCE)) {
      code.add(lines.removeFirst());
    }
    lines.pollFirst();
    page.example(String.join("\n", code));
  }

  private void item(String first, String rest) {
    Matcher item = ITEM.matcher(first);
    if (item.matches()) {
      page.item(item.group(1) == null ? "" : item.group(1), item.group(2) + rest);
    }
  }

  /// A paragraph or an item continues until an empty line, or what begins another block.
  private void text(String first, Deque<String> lines, BiConsumer<String, String> write) {
    var rest = new StringBuilder();
    while (!lines.isEmpty() && continues(lines.getFirst())) {
      rest.append(' ').append(lines.removeFirst().strip());
    }
    write.accept(first, rest.toString());
  }

  private static boolean continues(String line) {
    return !line.isBlank()
        && !line.startsWith("#")
        && !line.startsWith("|")
        && !line.startsWith(FENCE)
        && !ITEM.matcher(line).matches();
  }

  private void table(String first, Deque<String> lines) {
    List<String> header = cells(first);
    lines.pollFirst(); // |---|---|
    while (!lines.isEmpty() && lines.getFirst().startsWith("|")) {
      tables.write(header, cells(lines.removeFirst()), page);
    }
  }

  private static List<String> cells(String row) {
    List<String> cells =
        Arrays.stream(BAR.split(row.strip(), -1))
            .map(cell -> cell.strip().replace("\\|", "|"))
            .toList();
    return cells.subList(1, cells.size() - 1); // outside of the first and the last bar is nothing
  }
}
