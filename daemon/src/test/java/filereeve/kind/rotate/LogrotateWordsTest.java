package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.schema.Named;
import filereeve.schema.Section;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogrotateWordsTest {
  /// All directives of logrotate 3.22.
  private static final String DIRECTIVES =
      """
      rotate olddir noolddir su hourly daily weekly monthly yearly minutes size missingok
      nomissingok ignoreduplicates ifempty notifempty minage maxage minsize maxsize tabooext taboopat
      create nocreate createolddir nocreateolddir copy nocopy copytruncate nocopytruncate renamecopy
      norenamecopy shred noshred shredcycles allowhardlink noallowhardlink compress nocompress
      compresscmd uncompresscmd compressext compressoptions delaycompress nodelaycompress extension
      addextension start dateext nodateext dateformat dateyesterday nodateyesterday datehourago
      nodatehourago mail nomail mailfirst maillast include sharedscripts nosharedscripts firstaction
      lastaction prerotate postrotate preremove endscript errors
      """;

  static Stream<String> directives() {
    return Stream.of(DIRECTIVES.strip().split("\\s+"));
  }

  @ParameterizedTest
  @MethodSource("directives")
  void everyDirectiveIsAKeyOrIsExplained(String directive) {
    Section<?> rule = ((Named<?>) RotateKeys.SECTION.type()).section();
    String reason = rule.refused().getOrDefault(directive, "");
    assertThat(rule.key(directive).isPresent() || reason.matches(".+\\. [A-Z].+")).isTrue();
  }
}
