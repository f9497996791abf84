package filereeve.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// A value as it was written, with its place: what YAML is read into before it is given a meaning.
public sealed interface Node {
  Where where();

  /// What a scalar looks like.
  enum Kind {
    TEXT("text"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    NULL("nothing"),
    /// From a variable or a default: it is whatever is wanted there.
    ANY("text"),
    /// From a variable that is not set, which was already reported.
    UNKNOWN("unknown");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /// What a mapping holds; nothing if this is none.
  static List<Entry> entries(Optional<Node> node) {
    return node.isPresent() && node.get() instanceof Mapping(_, List<Entry> entries)
        ? entries
        : List.of();
  }

  /// The node, if it is a scalar.
  static Optional<Scalar> scalar(Node node) {
    return node instanceof Scalar scalar ? Optional.of(scalar) : Optional.empty();
  }

  /// @param text the value, its variables replaced
  /// @param written the text in the file, if that differs: `${TOKEN}`
  record Scalar(Where where, String text, Kind kind, Optional<String> written) implements Node {
    private static final int SHOWN_LENGTH = 60;

    /// Whether problems must not quote it: what comes out of the environment may be a secret.
    public boolean secret() {
      return written.isPresent() || (where.line() == 0 && !where.equals(Where.DEFAULT));
    }

    /// How problems name it.
    public String shown() {
      if (secret() && written.isEmpty()) {
        return "its value";
      }
      String shown = written.orElse(text);
      return "\""
          + (shown.length() > SHOWN_LENGTH ? shown.substring(0, SHOWN_LENGTH) + "…" : shown)
          + "\"";
    }
  }

  record Sequence(Where where, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// Keys and their values, each key once.
  record Mapping(Where where, List<Entry> entries) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }

    public Optional<Node> get(String key) {
      return entry(key).map(Entry::value);
    }

    public Optional<Entry> entry(String key) {
      return entries.stream().filter(e -> e.key().equals(key)).findFirst();
    }

    /// Of `top`, and what only this one has; mappings inside likewise.
    public Mapping overlaidBy(Mapping top) {
      var merged = new LinkedHashMap<String, Entry>();
      entries.forEach(e -> merged.put(e.key(), e));
      for (Entry above : top.entries()) {
        merged.merge(above.key(), above, (below, over) -> over.over(below));
      }
      return new Mapping(top.where(), List.copyOf(merged.values()));
    }

    /// With one key's value replaced, or added.
    public Mapping with(Entry entry) {
      var changed = new ArrayList<>(entries);
      changed.removeIf(e -> e.key().equals(entry.key()));
      changed.add(entry);
      return new Mapping(where, changed);
    }
  }

  /// @param where of the key
  record Entry(Where where, String key, Node value) {
    private Entry over(Entry below) {
      if (below.value() instanceof Mapping base) {
        if (value instanceof Mapping top) {
          return new Entry(where, key, base.overlaidBy(top));
        }
        if (value instanceof Scalar(_, _, Kind kind, _) && kind == Kind.NULL) {
          return below;
        }
      }
      return this;
    }
  }
}
