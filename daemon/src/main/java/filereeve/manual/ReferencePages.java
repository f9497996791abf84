package filereeve.manual;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/// The man pages of section 5 and 7, made from the documents, which are themselves generated from
/// the program's definitions.
///
/// @param date of the build
/// @param source the program and its version
public record ReferencePages(LocalDate date, String source) {
  private static final String KEY = "key";
  private static final String EVENT = "event";

  /// `filereeve.yaml(5)`.
  ///
  /// @param reference `docs/configuration.md`
  /// @param examples a comment and a whole configuration each
  public String configuration(String reference, List<String> examples) {
    var page = new ManPage("filereeve.yaml", 5, date, source, "File Formats");
    page.name("filereeve.yaml", "configuration of filereeve");
    page.section("Synopsis").paragraph("*/etc/filereeve/filereeve.yaml*");
    page.section("Description");
    new MarkdownBlocks(page, ReferencePages::key).write(withoutTitle(reference));
    page.section("Examples");
    examples.forEach(page::example);
    return seeAlso(page, "filereeve(1)", "filereeve-events(7)");
  }

  /// `filereeve-events(7)`.
  ///
  /// @param document `docs/events.md`
  public String events(String document) {
    var page = new ManPage("filereeve-events", 7, date, source, "Miscellaneous");
    page.name("filereeve-events", "what filereeve logs");
    page.section("Description");
    new MarkdownBlocks(page, ReferencePages::event)
        .write(withoutTitle(document).replace("\n| event |", "\n## Events\n\n| event |"));
    return seeAlso(page, "filereeve(1)", "filereeve.yaml(5)", "journalctl(1)");
  }

  /// Without its title, and without the paragraph for those who would edit it.
  private static String withoutTitle(String document) {
    return document
        .replaceFirst("^# .*\n", "")
        .replaceFirst("(?s)\nGenerated from .*?\n\n", "\n")
        .replace("[events.md](events.md)", "`filereeve-events`(7)")
        .replace("[configuration.md](configuration.md)", "`filereeve.yaml`(5)");
  }

  private static String seeAlso(ManPage page, String... pages) {
    page.section("See also")
        .paragraph(
            String.join(
                ", ",
                List.of(pages).stream()
                    .map(each -> each.replaceFirst("^(.*)\\(", "`$1`("))
                    .toList()));
    return page.text();
  }

  /// `| key | value | default | meaning |`, and tables of two columns.
  private static void key(List<String> header, List<String> row, ManPage page) {
    if (!header.getFirst().equals(KEY)) {
      twoColumns(row, page);
      return;
    }
    String value = row.get(1).contains("`") ? row.get(1) : "*" + row.get(1) + "*";
    page.term(row.getFirst() + ": " + value, row.get(3));
    String otherwise = row.get(2);
    if (!otherwise.isEmpty()) {
      page.more(
          otherwise.startsWith("`")
              ? "Default: " + otherwise + "."
              : otherwise.substring(0, 1).toUpperCase(Locale.ROOT) + otherwise.substring(1) + ".");
    }
  }

  /// `| event | level | meaning | fields |`, and tables of two columns.
  private static void event(List<String> header, List<String> row, ManPage page) {
    if (!header.getFirst().equals(EVENT)) {
      twoColumns(row, page);
      return;
    }
    page.term(row.getFirst() + " (" + row.get(1) + ")", row.get(2));
    if (!row.get(3).isEmpty()) {
      page.more("Fields: " + row.get(3) + ".");
    }
  }

  private static void twoColumns(List<String> row, ManPage page) {
    page.term(row.getFirst(), row.getLast());
  }
}
