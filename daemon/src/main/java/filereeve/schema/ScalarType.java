package filereeve.schema;

import filereeve.schema.Node.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A single value.
///
/// @param what it is, with an article: `a size such as 100 MiB`
/// @param remedy what to do when it is not
/// @param kinds which scalars may be written for it, if `parse` can read them
/// @param parse throws IllegalArgumentException whose message is what is wrong or, with the last
///   sentence, `what is wrong. Remedy`
public record ScalarType<T>(
    String name,
    String what,
    String remedy,
    Set<Kind> kinds,
    Function<String, T> parse,
    Map<String, Object> schema)
    implements Type<T> {
  /// No sensible value is as long; it keeps messages and patterns within bounds.
  public static final int MAX_LENGTH = 1000;

  @Override
  public Optional<T> read(Node node, Place place) {
    return switch (node) {
      case Node.Scalar scalar -> readScalar(scalar, place);
      case Node.Sequence list -> refuse(place, list, "found a list instead of " + what);
      case Node.Mapping section -> refuse(place, section, "found keys instead of " + what);
    };
  }

  private Optional<T> readScalar(Node.Scalar scalar, Place place) {
    if (scalar.kind() == Kind.UNKNOWN) {
      return Optional.empty();
    }
    if (scalar.kind() == Kind.NULL) {
      place.error(place.where(), "it has no value", "Write " + what + ", or remove the key");
      return Optional.empty();
    }
    if (scalar.text().length() > MAX_LENGTH) {
      return refuse(place, scalar, "it is longer than " + MAX_LENGTH + " characters");
    }
    if (scalar.kind() != Kind.ANY && !kinds.contains(scalar.kind())) {
      String message = scalar.shown() + " is " + scalar.kind().words() + ", not " + what;
      place.error(
          scalar.where(),
          message,
          canBe(scalar.text()) ? remedy + ", or quote it: \"" + scalar.text() + "\"" : remedy);
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(scalar.text()));
    } catch (IllegalArgumentException e) {
      report(scalar, place, String.valueOf(e.getMessage()).replaceFirst("\\.$", ""));
      return Optional.empty();
    }
  }

  private boolean canBe(String text) {
    try {
      return kinds.contains(Kind.TEXT) && parse.andThen(value -> true).apply(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void report(Node.Scalar scalar, Place place, String message) {
    int lastSentence = message.lastIndexOf(". ");
    if (scalar.secret()) {
      place.error(scalar.where(), scalar.shown() + " is not " + what, remedy);
    } else if (lastSentence < 0) {
      place.error(scalar.where(), message, remedy);
    } else {
      place.error(
          scalar.where(), message.substring(0, lastSentence), message.substring(lastSentence + 2));
    }
  }

  private Optional<T> refuse(Place place, Node node, String message) {
    place.error(node.where(), message, remedy);
    return Optional.empty();
  }
}
