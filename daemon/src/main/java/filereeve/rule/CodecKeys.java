package filereeve.rule;

import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.schema.Key;
import filereeve.schema.Node.Kind;
import filereeve.schema.ScalarType;
import filereeve.schema.Types;
import filereeve.schema.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// How something is compressed: the same in a `compress` rule and after a rotation.
public final class CodecKeys {
  private static final int MAX =
      Arrays.stream(Codec.values()).mapToInt(Codec::maxLevel).max().orElseThrow();
  private static final String AUTO = "auto";

  public static final Key<Codec> CODEC =
      Key.of(
          "codec",
          Types.oneOf(Codec.class),
          "zstd",
          "The format: `zstd` (small and fast), `gzip` (known everywhere), `xz` or `bzip2`"
              + " (smallest and very slow), or `lz4` (fastest and largest). The standard tools read"
              + " each.");

  public static final Key<Level> LEVEL =
      Key.of(
          "level",
          new ScalarType<>(
              "`auto` or 1 to 19",
              "auto or a whole number from 1 to 19",
              "Write auto, 1 to 19 for zstd, or 1 to 9 for gzip, xz, bzip2 and lz4",
              Set.of(Kind.TEXT, Kind.NUMBER),
              CodecKeys::level,
              Types.ordered(
                  "anyOf",
                  List.of(
                      Types.ordered("const", AUTO),
                      Types.ordered("type", "integer", "minimum", 1, "maximum", MAX),
                      Types.ordered("type", "string", "pattern", "\\$\\{")))),
          AUTO,
          "How hard it tries: 1 to 19 for zstd, 1 to 9 for the others; `auto` is what measures best"
              + " for logs with zstd and gzip, and the tools' own default with the others.");

  private CodecKeys() {}

  public static void check(Values v) {
    Optional<Codec> codec = v.find(CODEC);
    Optional<Level> level = v.find(LEVEL);
    if (codec.isPresent()
        && level.isPresent()
        && level.get() instanceof Level.Fixed(int value)
        && value > codec.get().maxLevel()) {
      String name = codec.get().name().toLowerCase(Locale.ROOT);
      v.error(
          LEVEL,
          "%s has no level %d".formatted(name, value),
          "Write 1 to %d, or auto".formatted(codec.get().maxLevel()));
    }
  }

  private static Level level(String text) {
    if (text.equals(AUTO)) {
      return new Level.Auto();
    }
    if (!text.matches("\\d{1,2}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX) {
      throw new IllegalArgumentException("there is no level \"%s\"".formatted(text));
    }
    return new Level.Fixed(Integer.parseInt(text));
  }
}
