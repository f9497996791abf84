package filereeve.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a text is written, so that `man` shows it as it stands.
class ManPageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '$',
      value = {
        "plain words|plain words",
        "read-only|read-only",
        "a `--strict` b|a \\fB\\-\\-strict\\fR b",
        "`it's`|\\fBit\\(aqs\\fR",
        "`~` `^`|\\fB\\(ti\\fR \\fB\\(ha\\fR",
        "a \\ b|a \\e b",
        "`\\xNN`|\\fB\\exNN\\fR",
        "say \"no\"|say \\(dqno\\(dq",
        "so on …|so on ...",
        "Ü|\\[u00DC]",
        "**loud**|\\fBloud\\fR",
        "**say `x`.**|\\fBsay \\fBx\\fB.\\fR",
        "a *word* b|a \\fIword\\fR b",
        "*two words*|\\fItwo words\\fR",
        "2 * 3 * 4|2 * 3 * 4",
        "`A__`*B*`__C`|\\fBA__\\fR\\fIB\\fR\\fB__C\\fR",
        "see [the text](file.md).|see the text.",
        "`{a,b}`|\\fB{a,\\:b}\\fR",
      })
  void aTextIsEscapedAndItsMarksBecomeFonts(String markdown, String roff) {
    assertThat(RoffText.ofMarkdown(markdown)).isEqualTo(roff);
  }

  @Test
  void noLineOfATextIsARequest() {
    String page = page().paragraph(".so /etc/passwd").paragraph("'br").text();

    assertThat(page).contains("\n.PP\n\\&.so /etc/passwd\n.PP\n\\&'br\n");
  }

  @Test
  void aLongTextIsWrappedAndStillHasNoRequest() {
    String page = page().paragraph("x".repeat(76) + " .so file").text();

    assertThat(page).contains("x\n\\&.so file\n");
    assertThat(page.lines()).allMatch(line -> line.length() < 200);
  }

  @Test
  void anExampleKeepsItsLinesAndBlanks() {
    assertThat(page().example("a:\n  b: 'c'\n\n.d\\").text())
        .contains(".EX\na:\n  b: \\(aqc\\(aq\n\n\\&.d\\e\n.EE\n");
  }

  @Test
  void theTitleHasTheDateThatItIsGiven() {
    assertThat(page().text())
        .contains(".TH \"TOOL\" 1 2026-11-21 \"Tool 1.0\" \"User Commands\"\n");
  }

  @Test
  void blocksOfMarkdownBecomeTheirMacros() {
    ManPage page = page();
    new MarkdownBlocks(
            page, (header, row, p) -> p.term(row.getFirst(), header.getLast() + row.getLast()))
        .write(
            """
            First paragraph,
            with two lines.

            ## A section

            ## `a.part`

            - one
            goes on
            - two

            1. first
               and more
            | name | what: |
            |---|---|
            | `x` | a \\| b |

            ```sh
            run --it
            ```
            last
            """);

    assertThat(page.text())
        .endsWith(
            """
            .PP
            First paragraph, with two lines.
            .SH "A SECTION"
            .SS "a.part"
            .IP \\(bu 4
            one goes on
            .IP \\(bu 4
            two
            .IP "1." 4
            first and more
            .TP
            \\fBx\\fR
            what:a | b
            .PP
            .RS 4
            .EX
            run \\-\\-it
            .EE
            .RE
            .PP
            last
            """);
  }

  private static ManPage page() {
    return new ManPage("tool", 1, LocalDate.of(2026, 11, 21), "Tool 1.0", "User Commands");
  }
}
