package filereeve.config;

import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.config.Node.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How something is compressed: the same in a `compress` rule and after a rotation.
final class CodecKeys {
  private static final int GZIP_MAX = 9;
  private static final int ZSTD_MAX = 19;
  private static final String AUTO = "auto";

  static final Key<Codec> CODEC =
      Key.of(
          "codec",
          Types.word(Codec.class, "xz", "bzip2", "lz4"),
          "zstd",
          "The format: `zstd` (smaller and faster) or `gzip` (known everywhere).");

  static final Key<Level> LEVEL =
      Key.of(
          "level",
          new ScalarType<>(
              "`auto` or 1 to 19",
              "auto or a whole number from 1 to 19",
              "Write auto, 1 to 9 for gzip, or 1 to 19 for zstd",
              Set.of(Kind.TEXT, Kind.NUMBER),
              CodecKeys::level,
              Types.ordered(
                  "anyOf",
                  List.of(
                      Types.ordered("const", AUTO),
                      Types.ordered("type", "integer", "minimum", 1, "maximum", ZSTD_MAX),
                      Types.ordered("type", "string", "pattern", "\\$\\{")))),
          AUTO,
          "How hard it tries: 1 to 9 for gzip, 1 to 19 for zstd; `auto` is what measures best for"
              + " logs.");

  private CodecKeys() {}

  static void check(Values v) {
    Optional<Codec> codec = v.find(CODEC);
    Optional<Level> level = v.find(LEVEL);
    if (codec.isPresent()
        && codec.get() == Codec.GZIP
        && level.isPresent()
        && level.get() instanceof Level.Fixed(int value)
        && value > GZIP_MAX) {
      v.error(LEVEL, "gzip has no level " + value, "Write 1 to 9, or auto");
    }
  }

  private static Level level(String text) {
    if (text.equals(AUTO)) {
      return new Level.Auto();
    }
    if (!text.matches("\\d{1,2}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 19) {
      throw new IllegalArgumentException("there is no level \"%s\"".formatted(text));
    }
    return new Level.Fixed(Integer.parseInt(text));
  }
}
