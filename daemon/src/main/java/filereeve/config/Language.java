package filereeve.config;

import filereeve.kind.compress.CompressSettings;
import filereeve.kind.reload.ReloadSettings;
import filereeve.kind.rotate.RotateSettings;
import filereeve.notify.EmailSettings;
import filereeve.rule.CommonKeys;
import filereeve.rule.Rule;
import filereeve.schema.JsonSchema;
import filereeve.schema.Key;
import filereeve.schema.ListType;
import filereeve.schema.Named;
import filereeve.schema.Node.Kind;
import filereeve.schema.ScalarType;
import filereeve.schema.Section;
import filereeve.schema.Type;
import filereeve.schema.Types;
import filereeve.schema.Values;
import java.util.List;
import java.util.Set;

/// The whole language: what a configuration file may hold. The reader, the JSON schema, the
/// reference document and the suggestions for mistyped keys all come from here.
public final class Language {
  /// What the files say, before it is known which files they were.
  record Content(
      DaemonSettings daemon,
      List<Rule<ReloadSettings>> reload,
      List<Rule<RotateSettings>> rotate,
      List<Rule<CompressSettings>> compress,
      List<EmailSettings> mail) {}

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
      new ScalarType<>(
          "file name or glob",
          "a file name, perhaps with wildcards",
          "Write a path such as conf.d/*.yaml",
          Types.TEXT_ONLY,
          Language::fileNames,
          Types.ordered("type", "string", "minLength", 1));

  static final Key<Integer> VERSION =
      Key.optional(
          "version", VERSION_ONE, "The version of this language, 1. The main file must say it.");
  static final Key<List<String>> INCLUDE =
      Key.optional(
          "include",
          new ListType<>("list of files", FILE_NAMES, "[conf.d/*.yaml]", true),
          "Further files, relative to this one. Only the main file may include.");
  static final Key<DaemonSettings> DAEMON =
      Key.of("daemon", DaemonKeys.SECTION, "{}", "The daemon itself.");
  static final Key<?> DEFAULTS =
      Key.of(
          "defaults",
          CommonKeys.DEFAULTS,
          "{}",
          "What holds for every rule that does not say otherwise.");
  static final Key<List<EmailSettings>> NOTIFY =
      Key.optional(
          "notify",
          new Named<>("notification", NotifyKeys.ENTRY),
          "Who is told, and how: names for rules to refer to.");
  static final Key<List<Rule<ReloadSettings>>> RELOAD =
      Key.optional(
          "reload",
          new Named<>("rule", ReloadKeys.RULE),
          "Rules that check and apply a service's changed configuration.");
  static final Key<List<Rule<RotateSettings>>> ROTATE =
      Key.optional("rotate", new Named<>("rule", RotateKeys.RULE), "Rules that rotate logs.");
  static final Key<List<Rule<CompressSettings>>> COMPRESS =
      Key.optional(
          "compress",
          new Named<>("rule", CompressKeys.RULE),
          "Rules that compress finished files.");

  static final Section<Content> ROOT =
      Section.of(
              "the configuration",
              List.<Key<?>>of(VERSION, INCLUDE, DAEMON, DEFAULTS, NOTIFY, RELOAD, ROTATE, COMPRESS),
              v ->
                  new Content(
                      v.get(DAEMON),
                      v.find(RELOAD).orElse(List.of()),
                      v.find(ROTATE).orElse(List.of()),
                      v.find(COMPRESS).orElse(List.of()),
                      v.find(NOTIFY).orElse(List.of())))
          .withReserved("drop", "backup", "purge")
          .withCheck(Language::requireVersion);

  private Language() {}

  /// For editors.
  public static String jsonSchema() {
    return JsonSchema.text(ROOT);
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
