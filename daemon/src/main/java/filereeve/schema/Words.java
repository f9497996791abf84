package filereeve.schema;

import filereeve.words.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Values that are one of a few words.
public final class Words {
  private Words() {}

  /// One of an enum's constants, in lower case.
  ///
  /// @param later words of the language that this version does not know yet, as patterns
  public static <E extends Enum<E>> Type<E> of(Class<E> type, String... later) {
    return of(List.of(type.getEnumConstants()), e -> e.name().toLowerCase(Locale.ROOT), later);
  }

  public static <E> Type<E> of(List<E> values, Function<E, String> toWord, String... later) {
    var byWord = new LinkedHashMap<String, E>();
    values.forEach(v -> byWord.put(toWord.apply(v), v));
    String all = String.join(", ", byWord.keySet());
    return new ScalarType<>(
        String.join(" or ", byWord.keySet().stream().map("`%s`"::formatted).toList()),
        byWord.size() == 1 ? all : "one of " + all,
        byWord.size() == 1 ? "Write " + all : "Write one of " + all,
        Types.TEXT_ONLY,
        text -> {
          E value = byWord.get(text);
          if (value == null) {
            throw new IllegalArgumentException(unknownWord(text, byWord.keySet(), later));
          }
          return value;
        },
        Types.ordered(
            "anyOf", List.of(Types.ordered("enum", List.copyOf(byWord.keySet())), Types.VARIABLE)));
  }

  private static String unknownWord(String text, Set<String> known, String... later) {
    if (Stream.of(later).anyMatch(text::matches)) {
      return "`%s` is not supported by this version yet".formatted(text);
    }
    var all = Stream.concat(known.stream(), Stream.of(later)).toList();
    return "\"%s\" is not known here".formatted(text)
        + Nearest.to(text.replaceFirst("^SIG", ""), all)
            .map("; did you mean `%s`?"::formatted)
            .orElse("");
  }
}
