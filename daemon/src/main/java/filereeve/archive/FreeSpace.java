package filereeve.archive;

import filereeve.posix.Space;
import filereeve.units.Size;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The space to keep free on a filesystem: `10%` of it, or `10 GiB`.
public sealed interface FreeSpace {
  /// @param percent from 1 to 99
  record Share(int percent) implements FreeSpace {}

  /// A number of bytes.
  record Amount(Size size) implements FreeSpace {}

  /// @throws IllegalArgumentException if it is neither; the message says how to write it
  static FreeSpace parse(String text) {
    Matcher share = Pattern.compile("\\s*(-?\\d{1,9}(?:\\.\\d+)?)\\s*%\\s*").matcher(text);
    if (!share.matches()) {
      return new Amount(Size.parse(text));
    }
    String number = share.group(1);
    if (!number.matches("[1-9]\\d?")) {
      throw new IllegalArgumentException(
          "\"%s\" is not a percentage of a filesystem. Write a whole number from 1%% to 99%%"
              .formatted(text.strip()));
    }
    return new Share(Integer.parseInt(number));
  }

  /// The bytes that have to be freed; 0 if enough are free.
  default long missing(Space space) {
    long wanted =
        switch (this) {
          case Share(int percent) -> space.total() / 100 * percent;
          case Amount(Size size) -> size.bytes();
        };
    return Math.max(0, wanted - space.free());
  }
}
