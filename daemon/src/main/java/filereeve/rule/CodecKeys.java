package filereeve.rule;

import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.schema.Key;
import filereeve.schema.Node.Kind;
import filereeve.schema.ScalarType;
import filereeve.schema.Types;
import filereeve.schema.Values;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// How something is compressed: the same in a `compress` rule and after a rotation.
public final class CodecKeys {
  private static final int MAX =
      Arrays.stream(Codec.values()).mapToInt(Codec::maxLevel).max().orElseThrow();
  private static final String AUTO = "auto";
  private static final Set<Codec> FRAMES_ONLY = EnumSet.of(Codec.XZ, Codec.BZIP2, Codec.LZ4);

  public static final Key<Codec> CODEC =
      Key.of(
          "codec",
          Types.oneOf(
              List.of(Codec.ZSTD, Codec.GZIP, Codec.XZ, Codec.BZIP2, Codec.LZ4), CodecKeys::word),
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

  /// How an archive is divided.
  public enum Frame {
    AUTO,
    NONE
  }

  public static final Key<Frame> FRAME =
      Key.of(
          "frame",
          Types.oneOf(Frame.class),
          "auto",
          "`auto`: a zstd archive is a row of frames of 8 MiB with a table of them at the end (the"
              + " seekable format), so that several threads compress one file, readers can begin in"
              + " the middle, and damage is limited to a frame. `none`: it is one frame, for"
              + " readers that stop after the first. A gzip archive is one member in any case.");

  private CodecKeys() {}

  public static Codec codec(Values v) {
    Codec codec = v.get(CODEC);
    return codec == Codec.ZSTD && v.get(FRAME) == Frame.NONE ? Codec.ZSTD_ONE_FRAME : codec;
  }

  public static void check(Values v) {
    checkFrame(v);
    Optional<Codec> codec = v.find(CODEC);
    Optional<Level> level = v.find(LEVEL);
    if (codec.isPresent()
        && level.isPresent()
        && level.get() instanceof Level.Fixed(int value)
        && value > codec.get().maxLevel()) {
      v.error(
          LEVEL,
          "%s has no level %d".formatted(word(codec.get()), value),
          "Write 1 to %d, or auto".formatted(codec.get().maxLevel()));
    }
  }

  private static void checkFrame(Values v) {
    Optional<Codec> codec = v.find(CODEC);
    boolean isOfFrames = codec.isPresent() && FRAMES_ONLY.contains(codec.get());
    if (isOfFrames && v.find(FRAME).equals(Optional.of(Frame.NONE))) {
      v.error(
          FRAME,
          "archives of %s always consist of several frames".formatted(word(codec.get())),
          "Write auto, or choose zstd or gzip");
    }
  }

  private static String word(Codec codec) {
    return codec.name().toLowerCase(Locale.ROOT);
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
