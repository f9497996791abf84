package filereeve.app;

import filereeve.config.HostCheck;
import filereeve.config.Loaded;
import filereeve.posix.LinuxPosix;
import filereeve.rule.Rule;
import filereeve.sandbox.DropInFile;
import filereeve.schedule.Schedules;
import filereeve.schema.Problem;
import filereeve.schema.Where;
import filereeve.units.Durations;
import filereeve.zone.SystemZone;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `filereeve check`.
final class CheckCommand {
  private static final int RUNS = 3;
  private static final Path LOGROTATE = Path.of("/etc/logrotate.conf");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss z", Locale.ENGLISH);

  private final ConfigOption config = new ConfigOption();
  private final OptionSpec strict = Cli.flag("--strict", "Hints count as problems.");
  private final OptionSpec show =
      Cli.flag("--show", "Print every value that is in force, and where it comes from.");

  CommandSpec spec() {
    return Cli.command(
        "check",
        "Says what is wrong with the configuration, and when each schedule runs next.",
        () -> config.use("check", this::report),
        config.option(),
        strict,
        show);
  }

  private ExitCode report(Loaded.Good good) {
    PrintStream out = System.out;
    if (Cli.isGiven(show)) {
      out.print(good.effective().toYaml());
      out.println();
    }
    List<Problem> hints =
        Stream.of(
                good.hints(),
                HostCheck.of(good, Kinds.ALL, new LinuxPosix(), LOGROTATE),
                DropInCheck.problems(
                    good, config.file(), new DropInFile(new LinuxPosix(), Path.of("/"))),
                zoneProblems(good))
            .flatMap(List::stream)
            .map(hint -> hint.with(good.settings().secrets()::of))
            .sorted(Comparator.comparing(Problem::where, inAFile()))
            .toList();
    hints.forEach(out::println);
    good.settings().rules().forEach(rule -> nextRuns(rule, out));
    out.printf(
        "%s: fine: %s in %s%s%n",
        config.file(),
        ConfigOption.count(good.settings().rules().size(), "rule"),
        ConfigOption.count(good.settings().files().size(), "file"),
        hints.isEmpty() ? "" : ", " + ConfigOption.count(hints.size(), "hint"));
    return Cli.isGiven(strict) && !hints.isEmpty() ? ExitCode.CONFIGURATION : ExitCode.FINE;
  }

  private static Comparator<Where> inAFile() {
    return Comparator.comparing(Where::source)
        .thenComparingInt(Where::line)
        .thenComparingInt(Where::column);
  }

  private static void nextRuns(Rule<?> rule, PrintStream out) {
    rule.schedule()
        .ifPresent(
            schedule ->
                out.printf(
                    "%s: next runs%s: %s%n",
                    rule.name(),
                    jitter(schedule.jitter()),
                    Schedules.next(schedule, Instant.now(), RUNS).stream()
                        .map(TIME::format)
                        .collect(Collectors.joining(", "))));
  }

  private static String jitter(Duration upTo) {
    return upTo.isZero() ? "" : " (each up to " + Durations.format(upTo) + " later)";
  }

  private static List<Problem> zoneProblems(Loaded.Good good) {
    return SystemZone.now().problem().stream()
        .map(
            problem ->
                new Problem(
                    Problem.Severity.HINT,
                    good.effective().where(),
                    "defaults.timezone",
                    problem + ", so `system` is UTC",
                    "Set it to a name such as Europe/Berlin"))
        .toList();
  }
}
