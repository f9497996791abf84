package filereeve.schema;

import filereeve.words.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A fixed set of keys.
///
/// @param what it is, for messages: `a rotate rule`
/// @param later keys that the language has but this version does not
/// @param refused keys that make no sense here though they do elsewhere, each with the reason and,
///   as the last sentence, the remedy
/// @param forms sets of keys, exactly one of which must be there; empty if there is no such rule
/// @param check what must be true of several keys together; it may find some of them unread
/// @param build only called when nothing was wrong
public record Section<T>(
    String what,
    List<Key<?>> keys,
    List<String> later,
    Map<String, String> refused,
    List<List<String>> forms,
    Consumer<Values> check,
    Function<Values, T> build)
    implements Type<T> {

  /// So many keys are named when one is unknown: more are a page, not a hint.
  private static final int MOST_NAMED = 8;

  public static <T> Section<T> of(String what, List<Key<?>> keys, Function<Values, T> build) {
    return new Section<>(what, keys, List.of(), Map.of(), List.of(), v -> {}, build);
  }

  public Section<T> withReserved(String... names) {
    return new Section<>(what, keys, List.of(names), refused, forms, check, build);
  }

  /// These, too.
  public Section<T> withRefused(Map<String, String> reasons) {
    var all = new TreeMap<>(refused);
    all.putAll(reasons);
    return new Section<>(what, keys, later, all, forms, check, build);
  }

  public Section<T> withForms(List<List<String>> alternatives) {
    return new Section<>(what, keys, later, refused, alternatives, check, build);
  }

  public Section<T> withCheck(Consumer<Values> check) {
    return new Section<>(what, keys, later, refused, forms, check, build);
  }

  @Override
  public Optional<T> read(Node node, Place place) {
    int errorsBefore = place.problems().errors();
    if (node instanceof Node.Scalar(Where where, String word, _, _) && refused.containsKey(word)) {
      refuse(new Node.Entry(where, word, node), place);
      return Optional.empty();
    }
    Optional<String> meant = SpelledOut.of(node, this, place.name());
    if (meant.isPresent()) {
      place.error(node.where(), found(node) + " instead of keys", "Write " + meant.get());
      return Optional.empty();
    }
    Optional<Node.Mapping> mapping = asMapping(node, place, "keys", "; known in " + known());
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    var values = new Values(place, mapping.get());
    boolean known = true;
    boolean complete = true;
    for (Node.Entry entry : mapping.get().entries()) {
      Optional<Key<?>> key = key(entry.key());
      complete &= key.isPresent() && values.read(key.get(), entry);
      if (key.isEmpty()) {
        known = false;
        refuse(entry, place.child(entry));
        if (place.problems().full()) {
          return Optional.empty();
        }
      }
    }
    if (!place.whole()) {
      return Optional.empty();
    }
    keys.stream()
        .filter(k -> k.presence() == Key.Presence.REQUIRED && !values.has(k))
        .forEach(k -> values.error("`%s` is missing".formatted(k.name()), remedyForMissing(k)));
    if (known) {
      checkForms(mapping.get(), values);
    }
    check.accept(values);
    boolean inherited =
        keys.stream().allMatch(k -> k.presence() != Key.Presence.INHERITED || values.has(k));
    boolean fine = complete && inherited && place.problems().errors() == errorsBefore;
    return fine ? built(values) : Optional.empty();
  }

  /// The settings' own constructors have the last word.
  private Optional<T> built(Values values) {
    try {
      return Optional.of(build.apply(values));
    } catch (IllegalArgumentException e) {
      values.error(String.valueOf(e.getMessage()), "Change it");
      return Optional.empty();
    }
  }

  public Optional<Key<?>> key(String name) {
    return keys.stream().filter(k -> k.name().equals(name)).findFirst();
  }

  /// Nothing at all, as in `rotate:` with every rule commented out, is an empty section.
  ///
  /// @param known what the remedy ends with
  public static Optional<Node.Mapping> asMapping(
      Node node, Place place, String wanted, String known) {
    return switch (node) {
      case Node.Mapping mapping -> Optional.of(mapping);
      case Node.Scalar(Where where, _, Node.Kind kind, _) when kind == Node.Kind.NULL ->
          Optional.of(new Node.Mapping(where, List.of()));
      case Node.Scalar scalar -> {
        Matcher key = NO_BLANK.matcher(scalar.text());
        place.error(
            scalar.where(),
            found(scalar) + " instead of " + wanted,
            key.matches() && !scalar.secret()
                ? "Write a blank after the colon: `%s: %s`".formatted(key.group(1), key.group(2))
                : remedyForKeys(place) + known);
        yield Optional.empty();
      }
      case Node.Sequence list -> {
        place.error(
            list.where(), found(list) + " instead of " + wanted, remedyForKeys(place) + known);
        yield Optional.empty();
      }
    };
  }

  private static String found(Node node) {
    return node instanceof Node.Scalar scalar ? "found " + scalar.shown() : "found a list";
  }

  private static final Pattern NO_BLANK = Pattern.compile("([a-z_]+):(\\S.*)");

  private static String remedyForKeys(Place place) {
    return "Write `key: value` lines"
        + (place.path().isEmpty() ? "" : ", indented below `%s`".formatted(place.name()));
  }

  private void refuse(Node.Entry entry, Place place) {
    String name = entry.key();
    String reason = refused.get(name);
    if (name.equals("<<")) {
      place.error(
          entry.where(), "merge keys (`<<`) are not part of YAML 1.2", "Write the keys themselves");
    } else if (reason != null) {
      int lastSentence = reason.lastIndexOf(". ");
      place.error(
          entry.where(), reason.substring(0, lastSentence), reason.substring(lastSentence + 2));
    } else if (later.contains(name)) {
      place.error(
          entry.where(), "`%s` is not supported by this version yet".formatted(name), "Remove it");
    } else {
      place.error(entry.where(), unknown(name), remedyForUnknown(name));
    }
  }

  private String unknown(String name) {
    return "unknown key `%s`".formatted(name) + Nearest.hint(name, names());
  }

  /// With the key's documentation as the rest of the sentence.
  private static String remedyForMissing(Key<?> key) {
    String doc = key.doc().replaceFirst("\\.$", "");
    return "Add `%s`: %s"
        .formatted(key.name(), doc.substring(0, 1).toLowerCase(Locale.ROOT) + doc.substring(1));
  }

  private String remedyForUnknown(String name) {
    Optional<String> inside =
        keys.stream()
            .filter(k -> k.type() instanceof Section<?> inner && inner.key(name).isPresent())
            .findFirst()
            .map(k -> "Move it into `%s`".formatted(k.name()));
    return inside.orElseGet(
        () ->
            Nearest.to(name, names()).isPresent()
                ? "Correct it, or remove it"
                : "Known in " + known());
  }

  private List<String> names() {
    var known = new ArrayList<String>(later);
    keys.forEach(k -> known.add(k.name()));
    return known;
  }

  private String known() {
    List<String> first = keys.stream().limit(MOST_NAMED).map(Key::name).toList();
    int more = keys.size() - first.size();
    return what
        + ": "
        + String.join(", ", first)
        + (more == 0 ? "" : " and %d more, see docs/configuration.md".formatted(more));
  }

  private void checkForms(Node.Mapping mapping, Values values) {
    if (forms.isEmpty()) {
      return;
    }
    var given = new HashSet<>(mapping.entries().stream().map(Node.Entry::key).toList());
    given.retainAll(forms.stream().flatMap(List::stream).toList());
    if (forms.stream().noneMatch(form -> given.equals(new HashSet<>(form)))) {
      String keys = String.join(", ", given.stream().sorted().map("`%s`"::formatted).toList());
      values.error(
          switch (given.size()) {
            case 0 -> what + " needs one of its forms";
            case 1 -> keys + " alone does not make " + what;
            default -> keys + " together do not make " + what;
          },
          "Write one of: " + formsText());
    }
  }

  public String formsText() {
    return String.join(
        " | ", forms.stream().map(form -> "`" + String.join("` with `", form) + "`").toList());
  }

  @Override
  public Node complete(Node node, Node.Mapping inherited) {
    if (!(node instanceof Node.Mapping mapping)) {
      boolean empty =
          node instanceof Node.Scalar(_, _, Node.Kind kind, _) && kind == Node.Kind.NULL;
      return empty ? complete(new Node.Mapping(node.where(), List.of()), inherited) : node;
    }
    var entries = new ArrayList<Node.Entry>();
    for (Key<?> key : keys) {
      withDefault(mapping, key, inherited)
          .map(e -> new Node.Entry(e.where(), e.key(), key.type().complete(e.value(), inherited)))
          .ifPresent(entries::add);
    }
    mapping.entries().stream().filter(e -> key(e.key()).isEmpty()).forEach(entries::add);
    return new Node.Mapping(mapping.where(), entries);
  }

  /// The value that is written, laid over the default.
  private static Optional<Node.Entry> withDefault(
      Node.Mapping mapping, Key<?> key, Node.Mapping inherited) {
    var base = new Node.Mapping(mapping.where(), key.whenLeftOut(inherited).stream().toList());
    var own = new Node.Mapping(mapping.where(), mapping.entry(key.name()).stream().toList());
    return base.overlaidBy(own).entry(key.name());
  }

  @Override
  public String name() {
    return "section";
  }

  @Override
  public Map<String, Object> schema() {
    return JsonSchema.of(this);
  }
}
