package filereeve.kind.rotate;

import filereeve.posix.PathBytes;
import filereeve.process.Action;
import filereeve.process.Placeholders;
import filereeve.units.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs `before` or `after` for one log or for a set of them.
record HookCommand(RotateSettings settings, HookRunner runner) {
  /// No limit but the rule's own timeout.
  static final Duration NO_LIMIT = Duration.ofSeconds(Long.MAX_VALUE);

  /// @return why it failed, whole sentences
  Optional<String> run(Action action, List<WriterNotification.Pending> logs, Duration limit)
      throws InterruptedException {
    Duration timeout = Durations.shorter(settings.timeout(), limit);
    return runner
        .run(action, placeholders(logs), timeout)
        .map(why -> why.endsWith(".") ? why : why + ".");
  }

  private Placeholders placeholders(List<WriterNotification.Pending> logs) {
    String rule = settings.rule().toString();
    return switch (settings.how().hooks().per()) {
      case ONCE ->
          new Placeholders(
              Map.of("rule", rule),
              Map.of(
                  Hooks.PATH, logs.stream().map(pending -> PathBytes.text(pending.log())).toList(),
                  Hooks.ARCHIVE,
                      logs.stream()
                          .flatMap(o -> o.archive().stream())
                          .map(PathBytes::text)
                          .toList()));
      case EACH -> {
        WriterNotification.Pending one = logs.getFirst();
        yield placeholders(settings, one.log(), one.archive());
      }
    };
  }

  /// What a command for one log or one archive of it is given.
  static Placeholders placeholders(RotateSettings settings, Path log, Optional<Path> archive) {
    return new Placeholders(
        Map.of(
            "rule",
            settings.rule().toString(),
            Hooks.PATH,
            PathBytes.text(log),
            Hooks.ARCHIVE,
            archive.map(PathBytes::text).orElse("")));
  }
}
