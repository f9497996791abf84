package filereeve.schema;

import filereeve.schema.Node.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Reads one YAML 1.2 document into nodes that know their place. What YAML allows and a
/// configuration does not need is refused: tags, duplicate keys, a second document, aliases that
/// recurse or multiply.
///
/// It reads tokens instead of using Jackson's data binding, which knows no places and accepts most
/// of the above.
public final class YamlReader {
  private static final int MAX_DEPTH = 32;

  /// Nodes after all aliases are replaced. A sensible configuration has some thousands.
  private static final int MAX_NODES = 100_000;

  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  /// How the parser names the place that it complains about, after what it complains about.
  private static final Pattern COMPLAINT =
      Pattern.compile("(?m)^([^ \\n].*)\\n in reader, line (\\d+), column (\\d+):");

  private static final Pattern NO_BLANK =
      Pattern.compile("(?<![A-Za-z0-9_\"'/.-])([a-z_]+):([\\[{])");

  /// Blanks of other kinds, and what cannot be seen at all.
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Zs}\\p{Cf}&&[^ \\uFEFF]]");

  /// What is wrong in a line.
  private record Hit(Where where, MatchResult match) {}

  /// @param size nodes inside, aliases replaced
  private record Anchored(Node node, int size) {}

  /// Ends the reading of a document that cannot be understood any further.
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Where where;
    private final transient String remedy;

    Unreadable(Where where, String message, String remedy) {
      super(message, null, false, false);
      this.where = where;
      this.remedy = remedy;
    }
  }

  /// Gives a place in the text its name.
  public interface Places {
    Where at(int line, int column);
  }

  private final String text;
  private final Places places;
  private final Problems problems;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private int nodes;

  /// Where the last value began.
  private Where last;

  private YamlReader(String text, Places places, Problems problems) {
    this.text = text;
    this.places = places;
    this.problems = problems;
    this.last = places.at(1, 1);
  }

  /// Empty if the document is empty, or cannot be read, which was then reported.
  public static Optional<Node> read(String text, Places places, Problems problems) {
    return new YamlReader(text, places, problems).document();
  }

  private Optional<Node> document() {
    try (var parser = (YAMLParser) YAML.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        return Optional.empty();
      }
      Node root = node(parser, "");
      if (parser.nextToken() != null) {
        problems.error(
            documentStart(parser.currentTokenLocation().getLineNr()),
            "",
            "a second document begins here",
            "Remove the `---` line: one file is one document");
      }
      return Optional.of(root);
    } catch (Unreadable e) {
      problems.error(e.where, "", String.valueOf(e.getMessage()), e.remedy);
    } catch (JacksonException e) {
      report(e);
    }
    return Optional.empty();
  }

  /// The `---` line before this one.
  private Where documentStart(int token) {
    List<String> lines = text.lines().toList();
    int line = Math.min(token, lines.size());
    while (line > 1 && !lines.get(line - 1).startsWith("---")) {
      line--;
    }
    return places.at(line, 1);
  }

  private Node node(YAMLParser parser, String path) {
    Where where = where(parser);
    last = where;
    refuseTag(parser, where, path);
    JsonToken token = parser.currentToken();
    if (parser.isCurrentAlias()) {
      return aliased(parser.getString(), where);
    }
    String anchor = parser.getObjectId();
    int before = nodes;
    count(1, where);
    Node node =
        switch (token) {
          case START_OBJECT -> mapping(parser, where, path);
          case START_ARRAY -> sequence(parser, where, path);
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(parser, where, Kind.NUMBER);
          case VALUE_TRUE, VALUE_FALSE -> scalar(parser, where, Kind.BOOLEAN);
          case VALUE_NULL -> new Node.Scalar(where, "", Kind.NULL, Optional.empty());
          default -> scalar(parser, where, Kind.TEXT);
        };
    if (anchor != null) {
      anchors.put(anchor, new Anchored(node, nodes - before));
    }
    return node;
  }

  private static Node scalar(YAMLParser parser, Where where, Kind kind) {
    return new Node.Scalar(where, parser.getString(), kind, Optional.empty());
  }

  private Node sequence(YAMLParser parser, Where where, String path) {
    var items = new ArrayList<Node>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(parser, path));
    }
    return new Node.Sequence(where, items);
  }

  private Node mapping(YAMLParser parser, Where where, String path) {
    var entries = new ArrayList<Node.Entry>();
    var seen = new HashMap<String, Where>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.getString();
      Where keyWhere = where(parser);
      String keyPath = path.isEmpty() ? key : path + "." + key;
      refuseTaggedKey(parser.currentTokenLocation(), keyWhere, keyPath);
      parser.nextToken();
      Node value = node(parser, keyPath);
      Where first = seen.putIfAbsent(key, keyWhere);
      if (first == null) {
        entries.add(new Node.Entry(keyWhere, key, value));
      } else {
        problems.error(
            keyWhere,
            keyPath,
            "the key `%s` stands here a second time, first on line %d".formatted(key, first.line()),
            "Keep one of them");
      }
    }
    return new Node.Mapping(where, entries);
  }

  private Node aliased(String name, Where where) {
    Anchored anchored = anchors.get(name);
    if (anchored == null) {
      throw new Unreadable(
          where,
          "the alias `*%s` has no anchor before it, or is inside of its own anchor".formatted(name),
          "Write the value itself, or quote the text: \"*%s\"".formatted(name));
    }
    count(anchored.size(), where);
    return anchored.node();
  }

  private void count(int more, Where where) {
    nodes += more;
    if (nodes > MAX_NODES) {
      throw new Unreadable(
          where,
          "the file has more than %d values, aliases replaced".formatted(MAX_NODES),
          "Write the values themselves instead of aliases of aliases");
    }
  }

  private void refuseTag(YAMLParser parser, Where where, String path) {
    if (parser.getRawTag() != null) {
      tag(where, path);
    }
  }

  /// The parser is silent about the tags of keys.
  private void refuseTaggedKey(TokenStreamLocation at, Where where, String path) {
    long offset = at.getCharOffset();
    if (offset >= 0 && offset < text.length() && text.charAt((int) offset) == '!') {
      tag(where, path);
    }
  }

  private void tag(Where where, String path) {
    problems.error(
        where,
        path,
        "YAML tags (`!name`) are not used here",
        "Remove the tag, or quote the text if it begins with an exclamation mark");
  }

  private Where where(YAMLParser parser) {
    return where(parser.currentTokenLocation());
  }

  private Where where(TokenStreamLocation at) {
    return places.at(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }

  private void report(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    List<MatchResult> complaints = COMPLAINT.matcher(message + ":").results().toList();
    if (complaints.isEmpty()) {
      Where where = e.getLocation() == null ? last : where(e.getLocation());
      SyntaxProblem.report(problems, where, message);
    } else {
      MatchResult last = complaints.getLast();
      int line = Integer.parseInt(last.group(2));
      int column = Integer.parseInt(last.group(3));
      if (!reportUnseen(line) && !reportMissingBlank(line)) {
        SyntaxProblem.report(problems, places.at(line, column), last.group(1));
      }
    }
  }

  /// A no-break space, as it comes from web pages, is no blank in YAML.
  private boolean reportUnseen(int line) {
    Optional<Hit> hit = near(line, UNSEEN);
    hit.ifPresent(
        unseen ->
            problems.error(
                unseen.where(),
                "",
                "here is U+%04X, which looks like a blank and is none"
                    .formatted(unseen.match().group().codePointAt(0)),
                "Replace it by a blank"));
    return hit.isPresent();
  }

  /// `files:[…]` is a text in YAML, and what follows makes no sense to the parser.
  private boolean reportMissingBlank(int line) {
    Optional<Hit> hit = near(line, NO_BLANK);
    hit.ifPresent(
        key ->
            problems.error(
                key.where(),
                "",
                "`%s` has no blank after the colon".formatted(key.match().group()),
                "Write `%s: %s`".formatted(key.match().group(1), key.match().group(2))));
    return hit.isPresent();
  }

  /// The first in this line, or in the one before.
  private Optional<Hit> near(int line, Pattern pattern) {
    List<String> lines = text.lines().toList();
    for (int at = Math.min(line, lines.size()); at >= Math.max(1, line - 1); at--) {
      Matcher matcher = pattern.matcher(lines.get(at - 1));
      if (matcher.find()) {
        Where where = places.at(at, matcher.start() + 1);
        return Optional.of(new Hit(where, matcher.toMatchResult()));
      }
    }
    return Optional.empty();
  }
}
