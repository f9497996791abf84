package filereeve.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import filereeve.route.Glob;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No wildcard leads a rule into the host's own directories.
class SystemDirectoriesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/**",
        "/*/*",
        "/*/log/*.log",
        "/**/*.log",
        "/usr/**",
        "/usr/*.log",
        "/usr/bin/t*",
        "/u[rs]r/*/x",
        "/{srv,etc}/**",
        "/bin/*",
        "/lib64/**",
        "/etc/**/*.conf",
        "/proc/*/status",
        "/dev/*",
        "/run/**",
        "/run/*/*.log",
        "/var/lib/**"
      })
  void aWildcardThatReachesOneIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SystemDirectories.requireOutside(Glob.parse(text)))
        .withMessageContaining("which the host itself needs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/bin/true",
        "/etc/app/debug.log",
        "/usr/local/app/log/*.log",
        "/usr/local/**",
        "/dev/shm/**",
        "/run/app/*.log",
        "/var/log/**",
        "/srv/**",
        "/{srv,home}/**/*.log",
        "/home/*/logs/*.log",
        "/opt/app/{a,b}.log"
      })
  void otherGlobsAreNot(String text) {
    assertThat(SystemDirectories.requireOutside(Glob.parse(text))).hasToString(text);
  }
}
