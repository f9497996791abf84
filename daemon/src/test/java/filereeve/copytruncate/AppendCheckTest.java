package filereeve.copytruncate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.Writers;
import filereeve.process.OpenWriters;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppendCheckTest {
  /// @param complete whether the handles of all processes could be inspected
  @ParameterizedTest
  @CsvSource({
    "NONE, true, false",
    "NONE, false, false",
    "SOME, true, true",
    "SOME, false, true",
    "UNKNOWN, true, false",
    "UNKNOWN, false, true",
  })
  void aLogCanBeWrittenUnlessTheKernelOrEveryProcessShowsThatItIsNot(
      Writers kernel, boolean complete, boolean canBeWritten) {
    assertThat(AppendCheck.canBeWritten(kernel, new OpenWriters(List.of(), complete)))
        .isEqualTo(canBeWritten);
  }
}
