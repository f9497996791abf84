package filereeve.units;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes, written with its unit: `100 MiB`, `1.5 GB`, `0 B`.
///
/// It counts without `BigDecimal`, whose first use alone takes some 7 ms of a start.
///
/// @param bytes not negative
public record Size(long bytes) implements Comparable<Size> {
  private static final Pattern FORM =
      Pattern.compile("(-?\\d{1,18}(?:\\.\\d{1,9})?)\\s*([A-Za-z]*)");
  private static final String UNITS = "B, KiB, MiB, GiB, TiB, KB, MB, GB, TB";

  /// The units of [#toString()], each 1024 times the one before.
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB"};

  public Size {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size cannot be negative: " + bytes);
    }
  }

  /// Reads a number and its unit: KB, MB, GB, TB count by 1000; KiB, MiB, GiB, TiB by 1024. A
  /// fraction of a byte is dropped.
  ///
  /// @throws IllegalArgumentException if it is not a size; the message says how to write it
  public static Size parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not a size. Write a number and a unit, such as \"100 MiB\"".formatted(text));
    }
    String number = form.group(1);
    String unit = form.group(2);
    if (unit.isEmpty()) {
      throw new IllegalArgumentException(
          "\"%s\" has no unit. Write for example \"%s MiB\", or \"%s B\" for bytes"
              .formatted(text, number, number));
    }
    if (number.startsWith("-")) {
      throw new IllegalArgumentException(
          "a size cannot be negative: \"%s\". Write 0 B or more".formatted(text));
    }
    return new Size(bytes(text, number, factor(text, unit)));
  }

  private static long factor(String text, String unit) {
    return switch (unit) {
      case "B" -> 1;
      case "KB" -> 1_000;
      case "MB" -> 1_000_000;
      case "GB" -> 1_000_000_000;
      case "TB" -> 1_000_000_000_000L;
      case "KiB" -> 1L << 10;
      case "MiB" -> 1L << 20;
      case "GiB" -> 1L << 30;
      case "TiB" -> 1L << 40;
      default ->
          throw new IllegalArgumentException(
              "\"%s\" in \"%s\" is not a unit of size. Write %s"
                  .formatted(unit, text, meant(unit).orElse("one of " + UNITS)));
    };
  }

  /// The unit that was meant by `kb`, `Mib`, `M` or `gigabytes`.
  private static Optional<String> meant(String unit) {
    String lower = unit.toLowerCase(Locale.ROOT);
    String prefix = lower.substring(0, 1).toUpperCase(Locale.ROOT);
    if (lower.startsWith("byte")) {
      return Optional.of("B");
    }
    if (!"KMGT".contains(prefix)) {
      return Optional.empty();
    }
    boolean decimal = lower.length() == 2 && lower.endsWith("b");
    return Optional.of(
        decimal
            ? "%sB (by 1000) or %siB (by 1024)".formatted(prefix, prefix)
            : "%siB (by 1024) or %sB (by 1000)".formatted(prefix, prefix));
  }

  private static long bytes(String text, String number, long factor) {
    int decimals = number.length() - 1 - (number + ".").indexOf('.');
    BigInteger bytes =
        new BigInteger(number.replace(".", ""))
            .multiply(BigInteger.valueOf(factor))
            .divide(BigInteger.TEN.pow(Math.max(0, decimals)));
    if (bytes.bitLength() >= Long.SIZE) {
      throw new IllegalArgumentException(
          "\"%s\" is larger than any file can be. Write at most 8388607 TiB".formatted(text));
    }
    return bytes.longValueExact();
  }

  @Override
  public int compareTo(Size other) {
    return Long.compare(bytes, other.bytes);
  }

  /// Writes the size for people: in the largest unit of which it has at least one, with one decimal
  /// if needed.
  @Override
  public String toString() {
    int unit = 0;
    while (unit < BINARY.length - 1 && bytes >> (10 * (unit + 1)) > 0) {
      unit++;
    }
    int bits = 10 * unit;
    long rest = bytes & ((1L << bits) - 1);
    long tenths = 10 * (bytes >> bits) + ((20 * rest + (1L << bits)) >> (bits + 1));
    String number = tenths % 10 == 0 ? "" + tenths / 10 : tenths / 10 + "." + tenths % 10;
    return number + " " + BINARY[unit];
  }
}
