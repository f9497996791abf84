package filereeve.process;

import filereeve.units.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a command ended. `output` is the end of what it wrote, standard output and error together as
/// they came, at most 8 KiB.
public sealed interface Ended {
  /// It ended with 0.
  record Success(String output, Duration took) implements Ended {}

  record ExitCode(int code, String output) implements Ended {}

  /// A signal ended it, or a shell says so for what it ran: exit code 128 + signal means the same.
  record Killed(int signal, String output) implements Ended {}

  /// It was ended because it took longer than it may.
  record TimedOut(Duration after, String output) implements Ended {}

  /// @param why a clause with the remedy as a sentence
  record NotStarted(String why) implements Ended {}

  /// This many lines of its output go into a sentence about it.
  int LINES_SHOWN = 3;

  /// What went wrong, to follow "cannot run …: "; empty if nothing did.
  default Optional<String> problem() {
    return switch (this) {
      case Success _ -> Optional.empty();
      case ExitCode(int code, String output) ->
          Optional.of("it ended with exit code " + code + lastLines(output));
      case Killed(int signal, String output) ->
          Optional.of("signal " + signal + " ended it" + lastLines(output));
      case TimedOut(Duration after, String output) ->
          Optional.of(
              "it took longer than %s and was ended%s"
                  .formatted(Durations.format(after), lastLines(output)));
      case NotStarted(String why) -> Optional.of(why);
    };
  }

  private static String lastLines(String output) {
    List<String> lines = output.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
    return last.isEmpty() ? ", and said nothing" : ": " + String.join(" / ", last);
  }
}
