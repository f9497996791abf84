package filereeve.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.posix.Space;
import filereeve.units.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeSpaceTest {
  @Test
  void itIsAPercentageOrASize() {
    assertThat(FreeSpace.parse("10%")).isEqualTo(new FreeSpace.Share(10));
    assertThat(FreeSpace.parse(" 5 % ")).isEqualTo(new FreeSpace.Share(5));
    assertThat(FreeSpace.parse("10 GiB")).isEqualTo(new FreeSpace.Amount(new Size(10L << 30)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0%", "100%", "101%", "-1%", "1.5%", "007%", "%", "10", "ten%", "10 %%"})
  void anythingElseIsRefusedWithARemedy(String text) {
    assertThatThrownBy(() -> FreeSpace.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Write");
  }

  @Test
  void whatIsMissingIsNeverNegative() {
    assertThat(new FreeSpace.Share(10).missing(new Space(1000, 30))).isEqualTo(70);
    assertThat(new FreeSpace.Share(10).missing(new Space(1000, 100))).isZero();
    assertThat(new FreeSpace.Share(10).missing(new Space(1000, 900))).isZero();
    assertThat(new FreeSpace.Amount(new Size(500)).missing(new Space(1000, 30))).isEqualTo(470);
    assertThat(new FreeSpace.Share(99).missing(new Space(Long.MAX_VALUE, 0))).isPositive();
  }
}
