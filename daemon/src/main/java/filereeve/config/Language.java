package filereeve.config;

import filereeve.notify.EmailSettings;
import filereeve.rule.CommonKeys;
import filereeve.rule.Rule;
import filereeve.rule.RuleKind;
import filereeve.schema.Key;
import filereeve.schema.ListType;
import filereeve.schema.Named;
import filereeve.schema.Node.Kind;
import filereeve.schema.Node.Mapping;
import filereeve.schema.Place;
import filereeve.schema.ScalarType;
import filereeve.schema.Section;
import filereeve.schema.Type;
import filereeve.schema.Types;
import filereeve.schema.Values;
import filereeve.telemetry.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The whole language: what a configuration file may contain. The reader, the JSON schema, the
/// reference document and the suggestions for mistyped keys are all derived from it.
public final class Language {
  private static final Type<Integer> VERSION_ONE =
      new ScalarType<>(
          "`1`",
          "the number 1",
          "Write `version: 1`",
          Set.of(Kind.NUMBER),
          text -> {
            if (!text.equals("1")) {
              throw new IllegalArgumentException(
                  "this program knows version 1 of the language only, not %s".formatted(text));
            }
            return 1;
          },
          Types.ordered("const", 1));

  private static final Type<String> FILE_NAMES =
      Types.text(
          "file name or glob",
          "a file name, perhaps with wildcards",
          "Write a path such as conf.d/*.yaml",
          Language::fileNames);

  static final Key<Integer> VERSION =
      Key.optional(
          "version", VERSION_ONE, "The version of this language, 1. The main file must say it.");
  static final Key<List<String>> INCLUDE =
      Key.optional(
          "include",
          new ListType<>("list of files", FILE_NAMES, "[conf.d/*.yaml]", true),
          "Further files, relative to this one. A directory that is named must exist, and a file"
              + " must not be empty. Only the main file may include.");
  static final Key<DaemonSettings> DAEMON =
      Key.of("daemon", DaemonKeys.SECTION, "{}", "The daemon itself.");
  static final Key<?> DEFAULTS =
      Key.of(
          "defaults",
          CommonKeys.DEFAULTS,
          "{}",
          "Values for every rule that does not set its own.");
  static final Key<List<EmailSettings>> NOTIFY =
      Key.optional(
          "notify",
          new Named<>("notification", NotifyKeys.ENTRY),
          "Recipients of notifications, by names that rules refer to.");

  /// Kinds of rules that are planned.
  private static final List<String> LATER = List.of("drop", "backup", "purge");

  private final List<RuleKind<?>> kinds;
  private final Section<Settings> root;

  /// @param kinds of the rules that a file may contain
  public Language(List<RuleKind<?>> kinds) {
    this.kinds = kinds;
    List<? extends Key<? extends List<? extends Rule<?>>>> sections =
        kinds.stream().map(RuleKind::section).toList();
    var keys = new ArrayList<Key<?>>(List.of(VERSION, INCLUDE, DAEMON, DEFAULTS, NOTIFY));
    keys.addAll(sections);
    this.root =
        Section.of("the configuration", keys, v -> settings(v, sections))
            .withReserved(LATER.toArray(String[]::new))
            .withCheck(Language::requireVersion);
  }

  public Section<?> root() {
    return root;
  }

  List<RuleKind<?>> kinds() {
    return kinds;
  }

  /// The sections in which no two files may define the same name.
  List<String> sectionsOfNames() {
    return Stream.concat(kinds.stream().map(RuleKind::name), Stream.of(NOTIFY.name())).toList();
  }

  /// The settings, as yet without the files that they come from.
  Optional<Settings> read(Mapping all, Place place) {
    return root.read(all, place);
  }

  private static Settings settings(
      Values v, List<? extends Key<? extends List<? extends Rule<?>>>> sections) {
    var rules = new ArrayList<Rule<?>>();
    sections.forEach(section -> v.find(section).ifPresent(rules::addAll));
    return new Settings(
        v.get(DAEMON),
        rules,
        v.find(NOTIFY).orElse(List.of()),
        List.of(),
        List.of(),
        Redaction.NONE);
  }

  private static String fileNames(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the file name is empty");
    }
    if (text.endsWith("/")) {
      throw new IllegalArgumentException(
          "\"%s\" is a directory. Name its files: %s*.yaml".formatted(text, text));
    }
    return text;
  }

  private static void requireVersion(Values v) {
    if (!v.has(VERSION)) {
      v.error("`version` is missing", "Add the line `version: 1`");
    }
  }
}
