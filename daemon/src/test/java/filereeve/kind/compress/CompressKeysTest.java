package filereeve.kind.compress;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.config.Loading;
import filereeve.event.RuleName;
import filereeve.queue.Debounce;
import filereeve.replace.Existing;
import filereeve.route.Glob;
import filereeve.rule.Access;
import filereeve.rule.Rule;
import filereeve.schedule.ScheduleSettings;
import filereeve.schedule.ScheduleSettings.When;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The settings that the keys of a compress rule result in, and their defaults.
class CompressKeysTest {
  @TempDir private Path directory;

  @Test
  void aCompressRuleWaitsForReadinessInsteadOfDebouncing() {
    Rule<CompressSettings> rule =
        read("""
        version: 1
        compress:
          out:
            files: [/srv/*.csv]
            ready: {no_writer: false, quiet: 20s}
            keep_original: true
            schedule: {every: 6h, timezone: UTC, missed: skip, overlap: queue}
        """)
            .getFirst();
    assertThat(rule.debounce())
        .isEqualTo(new Debounce(Duration.ofSeconds(20), Duration.ofMinutes(2)));
    assertThat(rule.schedule())
        .contains(
            new ScheduleSettings(
                new When.Every(Duration.ofHours(6)),
                ZoneId.of("UTC"),
                Duration.ZERO,
                ScheduleSettings.Missed.SKIP,
                ScheduleSettings.Overlap.QUEUE));
    assertThat(rule.settings())
        .isEqualTo(
            new CompressSettings(
                new RuleName("compress", "out"),
                List.of(Glob.parse("/srv/*.csv")),
                false,
                Duration.ofSeconds(20),
                Codec.ZSTD,
                new Level.Auto(),
                Existing.DATE,
                true,
                Access.OWN,
                true));
  }

  @Test
  void aZstdArchiveIsOneFrameOnRequest() {
    List<Rule<CompressSettings>> rules =
        read(
            """
            version: 1
            compress:
              a: {files: [/a], frame: none}
              b: {files: [/b], frame: auto}
              c: {files: [/c], codec: gzip, frame: none}
            """);

    assertThat(rules)
        .extracting(rule -> rule.settings().codec())
        .containsExactly(Codec.ZSTD_ONE_FRAME, Codec.ZSTD, Codec.GZIP);
  }

  private List<Rule<CompressSettings>> read(String content) {
    return new Loading(directory, Map.of())
        .with("filereeve.yaml", content)
        .settings()
        .rules(new CompressKind());
  }
}
