package filereeve.app;

import filereeve.manual.ManPage;
import filereeve.manual.MarkdownBlocks;
import java.time.LocalDate;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `filereeve(1)`, made from the commands and options that the command line knows.
///
/// @param date of the build
/// @param source the program and its version
record CommandPage(LocalDate date, String source) {
  private static final String DESCRIPTION =
      """
      One service watches files. It rotates logs when they are large or old enough, or when a schedule says so; it compresses
      archives and finished files; and when the configuration of another service has changed, it checks it and applies it if
      it is good. What it does is written in one file, `filereeve.yaml`(5).

      An event is a hint only: what is to be done is decided from what is on disk. So a start, a lost event and an
      interrupted run all lead to the same result.
      """;

  private static final String AFTER_EXIT_STATUS =
      """
      ## Signals

      | signal | meaning |
      |---|---|
      | `SIGHUP` | Read the configuration again, as `systemctl reload` does, even with `reload_on_change: false`. |
      | `SIGTERM`, `SIGINT` | End, with the work at hand finished or safely undone. |

      ## Environment

      | variable | meaning |
      |---|---|
      | `FILEREEVE_PROFILE` | Its value names a further file, `filereeve.`*PROFILE*`.yaml` beside the main one. |
      | `FILEREEVE__`*SECTION*`__`*KEY* | Overrides a key of the configuration; see `filereeve.yaml`(5). |
      | `FILEREEVE_JAVA_OPTS` | Options for the Java machine. |
      | `NO_COLOR` | If it is set and not empty, the log has no colour on a terminal. |
      | `TZ` | The time zone of the host, as for every program. |

      Values in the configuration can name any other variable.

      ## Files

      | file | meaning |
      |---|---|
      | `/etc/filereeve/filereeve.yaml` | The configuration. |
      | `/var/lib/filereeve` | The lock of the running daemon, and what must survive a restart. |
      """;

  private static final String EXAMPLES =
      """
      ## Examples

      Write a first configuration, edit it, find its mistakes, and put it in force:

      ```
      filereeve init
      editor /etc/filereeve/filereeve.yaml
      filereeve check
      systemctl reload filereeve
      ```

      See what was done with one log:

      ```
      journalctl FILE=/var/log/app.log
      ```

      ## See also

      `filereeve.yaml`(5), `filereeve-events`(7), `journalctl`(1), `systemctl`(1)
      """;

  String of(CommandTree tree) {
    CommandSpec main = tree.main();
    var page = new ManPage("filereeve", 1, date, source, "User Commands");
    var markdown = new MarkdownBlocks(page, (_, row, p) -> p.term(row.getFirst(), row.getLast()));
    page.name(
        "filereeve", CommandTree.sentence(main).replaceFirst("\\.$", "").replaceFirst("^K", "k"));
    page.section("Synopsis");
    tree.commands().forEach(command -> page.paragraph(synopsis(command)));
    page.paragraph(synopsis(main));
    page.section("Description");
    markdown.write(DESCRIPTION);
    page.section("Commands");
    tree.commands().forEach(command -> write(command, page));
    page.section("Options");
    page.paragraph("Every command has these, too.");
    main.options().forEach(option -> page.term(term(option), CommandTree.sentence(option)));
    page.section("Exit status");
    main.usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> page.term("`" + code.strip() + "`", capital(meaning) + "."));
    markdown.write(AFTER_EXIT_STATUS);
    markdown.write(EXAMPLES);
    return page.text();
  }

  private static void write(CommandSpec command, ManPage page) {
    page.subsection(command.qualifiedName());
    page.paragraph(CommandTree.sentence(command));
    CommandTree.own(command)
        .forEach(option -> page.term(term(option), CommandTree.sentence(option)));
    command
        .positionalParameters()
        .forEach(each -> page.term("*" + each.paramLabel() + "*", CommandTree.sentence(each)));
  }

  private static String synopsis(CommandSpec command) {
    Stream<String> options =
        CommandTree.own(command).stream()
            .map(option -> "[" + spelled(option, option.longestName()) + "]");
    Stream<String> parameters = command.positionalParameters().stream().map(CommandPage::parameter);
    Stream<String> help =
        command.parent() == null ? Stream.of("`--help` | `--version`") : Stream.empty();
    return Stream.of(Stream.of("`" + command.qualifiedName() + "`"), help, options, parameters)
        .flatMap(each -> each)
        .collect(Collectors.joining(" "));
  }

  private static String parameter(PositionalParamSpec each) {
    String label = "*" + each.paramLabel() + "*";
    return each.arity().min() == 0 ? "[" + label + "]" : label;
  }

  /// All names of an option.
  private static String term(OptionSpec option) {
    return Stream.of(option.names())
        .map(name -> spelled(option, name))
        .collect(Collectors.joining(", "));
  }

  private static String spelled(OptionSpec option, String name) {
    return CommandTree.takesValue(option)
        ? "`%s`%s*%s*".formatted(name, name.startsWith("--") ? "=" : " ", option.paramLabel())
        : "`" + name + "`";
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
