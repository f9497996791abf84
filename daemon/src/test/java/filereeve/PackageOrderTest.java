package filereeve;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import filereeve.app.Kinds;
import filereeve.app.Main;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The map of `ARCHITECTURE.md`, held against the code.
@Tag("slow")
class PackageOrderTest {
  /// From top to bottom: a package may import what stands below it. Packages of one line do not
  /// know one another.
  static final List<Set<String>> ORDER =
      List.of(
          Set.of("app"),
          Set.of("demo"),
          Set.of("setup"),
          Set.of("config"),
          Kinds.ALL.stream().map(kind -> "kind." + kind.name()).collect(Collectors.toSet()),
          Set.of("rule"),
          Set.of("notify"),
          Set.of("control", "dispatch", "queue", "schedule", "watch"),
          Set.of("clock"),
          Set.of("replace"),
          Set.of("telemetry"),
          Set.of("sandbox"),
          Set.of("route"),
          Set.of("schema"),
          Set.of("codec"),
          Set.of("copytruncate"),
          Set.of("archive"),
          Set.of("process"),
          Set.of("files"),
          Set.of("systemd"),
          Set.of("posix"),
          Set.of("event"),
          Set.of("manual", "time", "units", "words", "zone"));

  /// A library, and the only packages that may know it.
  private static final Map<String, Set<String>> ONLY_USERS =
      Map.ofEntries(
          Map.entry("picocli.", Set.of("app")),
          Map.entry("tools.jackson.", Set.of("schema")),
          Map.entry("org.snakeyaml.", Set.of("schema")),
          Map.entry("jakarta.", Set.of("notify")),
          Map.entry("org.eclipse.angus.", Set.of("notify")),
          Map.entry("io.methvin.", Set.of("watch")),
          Map.entry("org.quartz.", Set.of("schedule")),
          Map.entry("ch.qos.logback.", Set.of("telemetry")),
          Map.entry("com.github.luben.", Set.of("codec")),
          Map.entry("org.tukaani.", Set.of("codec")),
          Map.entry("org.apache.commons.", Set.of("codec")),
          Map.entry("net.jpountz.", Set.of("codec")),
          Map.entry("java.lang.foreign.", Set.of("posix")));

  private static final Set<String> ON_TICKS =
      Set.of("app", "dispatch", "queue", "schedule", "watch", "clock", "systemd");

  private static final Set<String> REAL_TIME =
      Set.of("java.lang.System.nanoTime(", "java.lang.Thread.sleep(");

  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void importsPointDownTheOrderOnly() {
    var wrong = new TreeSet<String>();
    for (JavaClass user : PROGRAM) {
      for (var dependency : user.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getPackageName();
        if (target.startsWith("filereeve.") && !mayImport(user, target)) {
          wrong.add(user.getPackageName() + " imports " + target + ": " + user.getSimpleName());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void eachLibraryHasItsUsersOnly() {
    var wrong = new TreeSet<String>();
    for (JavaClass user : PROGRAM) {
      for (var dependency : user.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getName();
        ONLY_USERS.forEach(
            (library, owners) -> {
              if (target.startsWith(library)
                  && !owners.contains(shortName(user.getPackageName()))) {
                wrong.add(user.getName() + " uses " + target);
              }
            });
      }
    }
    assertThat(wrong).isEmpty();
  }

  /// So that tests can let days pass at once: see `testing.VirtualTime`.
  @Test
  void whatRunsForDaysWaitsByATicker() {
    var others = new TreeSet<String>();
    for (JavaClass user : PROGRAM) {
      if (ON_TICKS.contains(shortName(user.getPackageName()))) {
        user.getMethodCallsFromSelf().stream()
            .map(call -> call.getTarget().getFullName())
            .filter(target -> REAL_TIME.stream().anyMatch(target::startsWith))
            .forEach(_ -> others.add(user.getSimpleName()));
      }
    }
    assertThat(others)
        .containsExactly(
            "Dispatcher", // has its threads joined at the end
            "InotifyEvents", // gathers what the kernel reports within milliseconds
            "SilentMounts", // joins threads that ask servers
            "StartConfiguration", // before there is a daemon
            "Worker"); // whose threads these are
  }

  @Test
  void noTwoTypesHaveOneName() {
    var places = new TreeMap<String, TreeSet<String>>();
    for (JavaClass type : PROGRAM) {
      if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info")) {
        places
            .computeIfAbsent(type.getSimpleName(), _ -> new TreeSet<>())
            .add(shortName(type.getPackageName()));
      }
    }
    places.values().removeIf(packages -> packages.size() == 1);
    assertThat(places).isEmpty();
  }

  private static boolean mayImport(JavaClass user, String target) {
    String from = shortName(user.getPackageName());
    String to = shortName(target);
    return from.equals(to) || level(from) < level(to);
  }

  private static int level(String name) {
    for (int i = 0; i < ORDER.size(); i++) {
      if (ORDER.get(i).contains(name)) {
        return i;
      }
    }
    throw new AssertionError("the package " + name + " has no place in the order");
  }

  private static String shortName(String packageName) {
    return packageName.substring("filereeve.".length());
  }
}
