package filereeve.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.files.TempNames.Purpose;
import filereeve.posix.PathBytes;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TempNamesTest {
  static Stream<Path> names() {
    return Stream.of(
        Path.of("a.log.zst"),
        Path.of("x".repeat(251) + ".zst"),
        // The longest that is not shortened, and the first that is.
        Path.of("x".repeat(255 - ".".length() - ".filereeve-compress".length())),
        Path.of("x".repeat(256 - ".".length() - ".filereeve-compress".length())),
        PathBytes.toName("inv\u00ff.log.zst".getBytes(ISO_8859_1)),
        PathBytes.toName("\u00ff".repeat(250).getBytes(ISO_8859_1)),
        // The cut is in the middle of a character.
        PathBytes.toName(("a".repeat(31) + "\ud83d\ude00".repeat(55)).getBytes(UTF_8)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyNameHasATemporaryOneThatFitsAndShowsItsPurpose(Path name) {
    Path temp = TempNames.of(name, Purpose.COMPRESS);

    assertThat(PathBytes.of(temp)).hasSizeLessThanOrEqualTo(255).startsWith('.');
    assertThat(TempNames.isFor(Purpose.COMPRESS, temp)).isTrue();
    assertThat(TempNames.isFor(Purpose.CREATE, temp)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("names")
  void anotherNameHasAnotherTemporaryOne(Path name) {
    byte[] bytes = PathBytes.of(name);
    bytes[bytes.length - 1] = (byte) 0xfe;

    assertThat(TempNames.of(PathBytes.toName(bytes), Purpose.COMPRESS))
        .isNotEqualTo(TempNames.of(name, Purpose.COMPRESS));
  }

  @ParameterizedTest
  @CsvSource({
    ".app.log.filereeve-write, app.log",
    ".a.filereeve-shred, a",
    ".filereeve-shred, ",
    "..filereeve-shred, ",
    "app.log.filereeve-write, ",
    ".app.log.filereeve-other, ",
    ".app.log.filereeve-write2, ",
  })
  void aTemporaryNameShowsItsTarget(String name, @Nullable String target) {
    Optional<Path> wanted = Optional.ofNullable(target).map(Path::of);

    assertThat(TempNames.target(Path.of(name))).isEqualTo(wanted);
    assertThat(TempNames.isTemp(Path.of(name))).isEqualTo(wanted.isPresent());
    assertThat(TempNames.isTemp(name.getBytes(UTF_8))).isEqualTo(wanted.isPresent());
  }

  @Test
  void aNameIsShortenedOnlyIfItMustBe() {
    Path longest = Path.of("x".repeat(255 - ".".length() - ".filereeve-compress".length()));
    assertThat(TempNames.target(TempNames.of(longest, Purpose.COMPRESS))).contains(longest);
  }

  @Test
  void noBytesAreNoName() {
    assertThat(TempNames.isTemp(new byte[0])).isFalse();
  }
}
