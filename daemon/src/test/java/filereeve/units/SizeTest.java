package filereeve.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeTest {
  @ParameterizedTest
  @CsvSource({
    "0 B, 0",
    "1 B, 1",
    "10 KB, 10000",
    "10KiB, 10240",
    "100 MiB, 104857600",
    "1.5 GiB, 1610612736",
    "1.5 GB, 1500000000",
    "2 TB, 2000000000000",
    "1 TiB, 1099511627776",
    "1.1 KiB, 1126",
    "8388607 TiB, 9223370937343148032",
    "9007199254740991.9999999 KiB, 9223372036854775807",
  })
  void readsANumberAndItsUnit(String text, long bytes) {
    assertThat(Size.parse(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "100 | '\"100\" has no unit. Write for example \"100 MiB\", or \"100 B\" for bytes'",
        "1.5 | '\"1.5\" has no unit. Write for example \"1.5 MiB\", or \"1.5 B\" for bytes'",
        "-5 MiB | 'a size cannot be negative: \"-5 MiB\". Write 0 B or more'",
        "10 kb | '\"kb\" in \"10 kb\" is not a unit of size. Write KB (by 1000) or KiB (by 1024)'",
        "10M | '\"M\" in \"10M\" is not a unit of size. Write MiB (by 1024) or MB (by 1000)'",
        "9 bytes | '\"bytes\" in \"9 bytes\" is not a unit of size. Write B'",
        "9 EiB | '\"EiB\" in \"9 EiB\" is not a unit of size. Write one of B, KiB, MiB, GiB, TiB,"
            + " KB, MB, GB, TB'",
        "much | '\"much\" is not a size. Write a number and a unit, such as \"100 MiB\"'",
        "'' | '\"\" is not a size. Write a number and a unit, such as \"100 MiB\"'",
        "1e3 MiB | '\"1e3 MiB\" is not a size. Write a number and a unit, such as \"100 MiB\"'",
        "8388608 TiB | '\"8388608 TiB\" is larger than any file can be. Write at most 8388607 TiB'",
      })
  void saysHowToWriteWhatItCannotRead(String text, String message) {
    assertThatThrownBy(() -> Size.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1 KiB",
    "1536, 1.5 KiB",
    "104857600, 100 MiB",
    "1234567, 1.2 MiB",
    "9223372036854775807, 8388608 TiB",
  })
  void isShortForPeople(long bytes, String text) {
    assertThat(new Size(bytes)).hasToString(text);
  }

  @Test
  void isNeverNegative() {
    assertThatThrownBy(() -> new Size(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSizeIsComparedByItsBytes() {
    assertThat(Size.parse("1 KiB")).isGreaterThan(Size.parse("1 KB"));
    assertThat(Size.parse("2 KB")).isEqualByComparingTo(Size.parse("2000 B"));
  }
}
