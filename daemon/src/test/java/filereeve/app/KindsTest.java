package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.config.Checkout;
import filereeve.config.Language;
import filereeve.config.Loaded;
import filereeve.config.Loading;
import filereeve.config.PatientLoader;
import filereeve.dispatch.Run;
import filereeve.event.Cause;
import filereeve.event.FileEvent;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.Trigger;
import filereeve.notify.Email;
import filereeve.notify.Mailers;
import filereeve.posix.LinuxPosix;
import filereeve.process.Actions;
import filereeve.process.Commands;
import filereeve.replace.Replacing;
import filereeve.rule.RuleKind;
import filereeve.rule.Services;
import filereeve.schema.JsonSchema;
import filereeve.schema.ReferenceText;
import filereeve.testing.Looking;
import filereeve.testing.RecordingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A kind of rule is one package and one line in [Kinds]: held here as `ARCHITECTURE.md` says it.
class KindsTest {
  private static final Path MAIN = Checkout.file("daemon/src/main/java/filereeve");

  /// The list, and one kind more.
  private static final List<RuleKind<?>> WITH_TOUCH =
      Stream.concat(Kinds.ALL.stream(), Stream.of(new TouchKind())).toList();

  @TempDir private Path temp;
  @RegisterExtension private final RecordingLog log = new RecordingLog();

  static List<String> names() {
    return Kinds.ALL.stream().map(RuleKind::name).toList();
  }

  @Test
  void eachPackageOfAKindIsInTheList() throws IOException {
    try (Stream<Path> packages = Files.list(MAIN.resolve("kind"))) {
      assertThat(packages.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(names());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void nothingButTheListNamesAKind(String kind) throws IOException {
    Path own = MAIN.resolve("kind").resolve(kind);
    var others = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(MAIN)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(own) && Files.readString(file).contains("filereeve.kind." + kind)) {
          others.add(MAIN.relativize(file).toString());
        }
      }
    }
    assertThat(others).containsExactly("app/Kinds.java");
  }

  @ParameterizedTest
  @MethodSource("names")
  void eachKindHasAnExampleAndItsPlaceInTheDocuments(String kind) throws IOException {
    assertThat(Files.readString(Checkout.file("ARCHITECTURE.md")))
        .contains("| `kind.%s` |".formatted(kind));
    assertThat(Files.readString(Checkout.file("docs/configuration.md")))
        .contains("## `%s.NAME`".formatted(kind));
    assertThat(Files.readString(Checkout.file("config/filereeve.yaml"))).contains(kind + ":");
    try (Stream<Path> examples = Files.list(Checkout.file("config/examples"))) {
      assertThat(examples.filter(file -> hasSection(file, kind))).as("examples").isNotEmpty();
    }
  }

  private static boolean hasSection(Path file, String kind) {
    try {
      return Files.readAllLines(file).contains(kind + ":");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aKindInTheListIsReadAndDescribed() {
    var root = new Language(WITH_TOUCH).root();
    assertThat(JsonSchema.text(root)).contains("\"touch\" : {", "The mode of the marks.");
    assertThat(ReferenceText.of(root)).contains("## `touch.NAME`", "| `mode` | mode | `0640` |");
    assertThat(load("touch: {in: {files: [/srv/in/*], mod: 0600}}").problems())
        .singleElement()
        .asString()
        .contains("touch.in.mod: unknown key `mod`; did you mean `mode`?");
    assertThat(load("tuch: {}").problems().getFirst()).contains("did you mean `touch`?");
    assertThat(
            load("touch: {in: {files: [/srv/*a]}}\ncompress: {out: {files: [/srv/b*]}}").problems())
        .singleElement()
        .asString()
        .contains("of rule compress.out", "Let one rule own it");
  }

  @Test
  void aKindInTheListWorks() throws Exception {
    Path in = Files.createDirectory(temp.resolve("in"));
    Path file = Files.writeString(in.resolve("a.csv"), "a");
    Loaded.Good good =
        load("touch: {in: {files: [%s/*.csv]}, other: {files: [/srv/*]}}".formatted(in)).good();
    RuleFactory factory = factory();
    RuleSet rules = factory.make(good.settings(), own(good), RuleSet.EMPTY);

    List<Trigger> triggers = rules.router().route(new FileEvent.Changed(file));

    assertThat(triggers)
        .extracting(t -> t.key().rule())
        .containsExactly(new RuleName("touch", "in"));
    assertThat(handle(rules, triggers.getFirst())).isEqualTo(new Outcome.Done());
    assertThat(in.resolve("a.csv.seen")).exists();

    Loaded.Good next =
        load("touch: {in: {files: [%s/*]}, other: {files: [/srv/*], mode: 0600}}".formatted(in))
            .good();
    RuleSet after = factory.make(next.settings(), own(next), rules);
    assertThat(handler(after, "in")).isSameAs(handler(rules, "in"));
    assertThat(handler(after, "other")).isNotSameAs(handler(rules, "other"));
  }

  private Loading load(String rules) {
    return new Loading(temp, WITH_TOUCH, Map.of())
        .with("filereeve.yaml", "version: 1\n" + rules + "\n");
  }

  private RuleFactory factory() {
    var posix = new LinuxPosix();
    var clock = InstantSource.system();
    var commands = new Commands(posix);
    var mailers = new Mailers(new Email(posix, clock));
    var services =
        new Services(
            posix,
            clock,
            () -> true,
            log,
            temp,
            Replacing.steps(posix),
            commands,
            new Actions(commands, posix),
            mailers,
            new ArrayList<Trigger>()::add,
            Looking.ANYWAY);
    return new RuleFactory(WITH_TOUCH, services, mailers);
  }

  private ActiveRule own(Loaded.Good good) {
    var loader = Loading.loader(WITH_TOUCH, Map.of());
    return new ConfigurationHandler(temp, PatientLoader.of(loader), log, good, (_, _) -> {})
        .rule(good.settings());
  }

  private static Object handler(RuleSet rules, String name) {
    return rules.rule(new RuleName("touch", name)).orElseThrow().handler();
  }

  private static Outcome handle(RuleSet rules, Trigger trigger) throws InterruptedException {
    var run = new Run(trigger.key(), Set.of(Cause.CHANGE), 1, rules.router().claims(), () -> {});
    return rules.rule(trigger.key().rule()).orElseThrow().handler().handle(run);
  }
}
