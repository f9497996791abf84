package filereeve.config;

import filereeve.schema.Node;
import filereeve.schema.Node.Entry;
import filereeve.schema.Node.Mapping;
import filereeve.schema.Node.Scalar;
import filereeve.schema.Node.Sequence;
import filereeve.schema.ScalarType;
import filereeve.telemetry.Redaction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Collects what must not be shown of a configuration: the values that came from the environment,
/// the values of keys such as `password`, and of options such as `--password`.
///
/// It reads texts, too: what cannot be parsed is quoted in messages all the same.
final class Secrets {
  static final String HIDDEN = "****";

  /// What the names of secrets have in them. `password_file` names a file, which is none.
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)pas+w|passphrase|_pwd|secret|token|credential|api_?-?key|private_?-?key|authorization");

  private static final Pattern FILE = Pattern.compile("(?i).*[_-](file|path|dir)$");

  /// `password` and its misspellings, with the rest of the line or of the place in `{…}`.
  private static final Pattern KEY_IN_TEXT =
      Pattern.compile("(?i)\\bpas+w(?:or)?[dt][\"']?[ \\t]*:[ \\t]*([^,\\n]*)");

  /// Shows nothing.
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[A-Za-z0-9_]+\\}");

  /// Of sections, and of rules and entries in them: their names say nothing of their values.
  private static final int NAMES_DEPTH = 2;

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s\"'{}\\[\\],\\\\]+");

  /// `--password=…`, `Authorization: Bearer …`.
  private static final Pattern IN_ARGUMENT =
      Pattern.compile(
          "([A-Za-z0-9_-]{1,60})\\s{0,9}[:=]\\s{0,9}(?:(?:Bearer|Basic)\\s{1,9})?(\\S+)");

  /// `https://user:…@host`, `user:…@host`.
  private static final Pattern IN_ADDRESS = Pattern.compile("[^\\s:/@]{0,60}:([^\\s:/@]{1,200})@");

  private final Map<String, String> secrets = new LinkedHashMap<>();
  private final Map<String, String> variables = new LinkedHashMap<>();

  /// A secret variable may have the same value.
  private final Map<String, String> written = new LinkedHashMap<>();

  Redaction redaction() {
    return new Redaction(secrets, variables);
  }

  /// Only what the files themselves hold: `check --show` has variables as they are written.
  Redaction ofFiles() {
    return new Redaction(written, Map.of());
  }

  /// A variable that a value refers to, or that is itself laid over the files.
  void variable(String name, String value) {
    (isSecret(name) ? secrets : variables).put(value, "${" + name + "}");
  }

  /// The text of a file or variable, whether or not it can be parsed.
  void text(String text) {
    Matcher key = KEY_IN_TEXT.matcher(text);
    while (key.find()) {
      if (!key.group(1).contains("${")) {
        for (String word : BETWEEN_WORDS.split(key.group(1), -1)) {
          hide(word.replaceFirst("^[*&!|>]+", "").replaceFirst(":+$", ""));
        }
      }
    }
  }

  /// A configuration that could be parsed.
  void tree(Node node) {
    inside(node, false, 0);
  }

  private void inside(Node node, boolean secret, int depth) {
    switch (node) {
      case Mapping(_, var entries) -> {
        for (Entry entry : entries) {
          boolean named = depth >= NAMES_DEPTH && isSecret(entry.key());
          inside(entry.value(), secret || named, depth + 1);
        }
      }
      case Sequence(_, var items) -> {
        boolean next = false;
        for (Node item : items) {
          inside(item, secret || next, depth + 1);
          next = item instanceof Scalar(_, String text, _, _) && isOption(text);
        }
      }
      case Scalar scalar -> value(scalar, secret);
    }
  }

  private void value(Scalar scalar, boolean secret) {
    String text = scalar.written().orElse(scalar.text());
    if (text.length() > ScalarType.MAX_LENGTH) {
      return; // refused, and quoted nowhere
    }
    if (secret) {
      hide(text);
      hide(scalar.text());
    }
    Matcher argument = IN_ARGUMENT.matcher(text);
    while (argument.find()) {
      if (isSecret(argument.group(1)) && !argument.group(2).startsWith("${")) {
        hide(argument.group(2));
      }
    }
    Matcher address = IN_ADDRESS.matcher(text);
    while (address.find()) {
      if (!address.group(1).startsWith("${")) {
        hide(address.group(1));
      }
    }
  }

  private static boolean isOption(String text) {
    return text.startsWith("-") && text.indexOf('=') < 0 && isSecret(text);
  }

  private void hide(String value) {
    if (!value.isEmpty() && !REFERENCE.matcher(value).matches()) {
      secrets.putIfAbsent(value, HIDDEN);
      written.put(value, HIDDEN);
    }
  }

  private static boolean isSecret(String name) {
    return NAME.matcher(name).find() && !FILE.matcher(name).matches();
  }
}
