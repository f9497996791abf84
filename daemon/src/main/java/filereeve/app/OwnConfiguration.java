package filereeve.app;

import filereeve.config.Settings;
import filereeve.dispatch.Handler;
import filereeve.dispatch.RetryPolicy;
import filereeve.event.RuleName;
import filereeve.queue.Debounce;
import filereeve.route.Claim;
import filereeve.route.Glob;
import filereeve.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The rule `daemon.configuration`: the daemon's own files are watched like those of any service.
final class OwnConfiguration {
  static final RuleName NAME = new RuleName("daemon", "configuration");

  /// Editors save in several steps; an administrator waits for the log line.
  private static final Debounce DEBOUNCE =
      new Debounce(Duration.ofMillis(500), Duration.ofSeconds(5));

  private static final Duration RESCAN = Duration.ofMinutes(5);
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final RetryPolicy RETRY =
      new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(10));

  private OwnConfiguration() {}

  static ActiveRule rule(Handler handler, Settings settings) {
    List<Glob> files =
        Stream.concat(
                settings.files().stream().map(Glob::literal),
                settings.includeGlobs().stream().map(Glob::parse))
            .toList();
    var claim = new Claim(NAME, files, List.of(), false, settings.daemon().reloadOnChange());
    return new ActiveRule(
        new Rule<>(claim, DEBOUNCE, RESCAN, TIMEOUT, RETRY, Optional.empty(), files), handler);
  }
}
