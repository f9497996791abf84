package filereeve.kind.rotate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.posix.AccessList;
import filereeve.posix.Fd;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.testing.BetweenCalls;
import filereeve.testing.MarkableTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is made of a log belongs to whom the log belongs to, and gives the rights that the log
/// gave: owner, group, mode, access list, attributes and capabilities. Until it has them, it is the
/// daemon's own.
class MadeOfALogTest {
  private static final int OWNER = 4711;
  private static final int GROUP = 4712;
  private static final String ORIGIN = "user.origin";
  private static final String ACCESS = "system.posix_acl_access";
  private static final String CAPABILITY = "security.capability";

  /// `cap_net_bind_service+p`, as the kernel has it.
  private static final String BIND =
      new String(
          new byte[] {0, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, ISO_8859_1);

  @TempDir private Path disk;

  @TempDir(factory = MarkableTempDir.class)
  private Path memory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private final Posix posix = new LinuxPosix();
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");
  private Path logs;
  private Path archives;

  /// A way in which something is made.
  ///
  /// @param onDisk whether the log is on disk, where a log's head can be cut
  /// @param cuts whether the log is cut or emptied
  record Way(String name, boolean onDisk, boolean cuts, UnaryOperator<RuleBuilder> rule) {
    Way(String name, boolean onDisk, UnaryOperator<RuleBuilder> rule) {
      this(name, onDisk, false, rule);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Way> ways() {
    var ways = new ArrayList<Way>();
    for (Codec codec : Codec.values()) {
      ways.add(new Way("compressed, " + codec, false, rule -> rule.compress(codec)));
      ways.add(new Way("elsewhere, " + codec, true, rule -> rule.compress(codec)));
    }
    ways.add(new Way("copied to another filesystem", true, rule -> rule));
    ways.add(new Way("a new log", false, rule -> rule.create().after()));
    ways.add(new Way("what was cut from a log's head", true, true, RuleBuilder::copyTruncate));
    ways.add(new Way("the copy of a log that was emptied", false, true, RuleBuilder::copyTruncate));
    return ways.stream();
  }

  @BeforeEach
  void onlyRootGivesFilesToOthers() throws IOException {
    assumeTrue(posix.effectiveUser() == 0, "only root can give files to others");
    logs = disk.toRealPath();
    archives = memory.toRealPath();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void whatIsMadeOfALogIsAsTheLogWas(Way way) throws Exception {
    Map<String, String> wanted = rotated(way, posix);

    var made = new ArrayList<Path>();
    for (Path directory : List.of(logs, archives)) {
      try (Stream<Path> files = Files.list(directory)) {
        files.filter(Files::isRegularFile).forEach(made::add);
      }
    }
    assertThat(made).isNotEmpty();
    for (Path file : made) {
      assertThat(attributes(file)).as("%s", file).isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void untilThenItIsTheDaemonsOwn(Way way) throws Exception {
    var created = new ArrayList<String>();
    rotated(
        way,
        BetweenCalls.of(
            posix,
            (name, arguments, call) -> {
              if (name.equals("open") && arguments[2] == Open.CREATE_NEW) {
                created.add("%s %o".formatted(arguments[1], (int) arguments[3]));
              }
              return call.make();
            }));

    assertThat(created)
        .filteredOn(file -> file.startsWith(".app.log"))
        .isNotEmpty()
        .allMatch(file -> file.endsWith(" 600"));
  }

  /// @return the attributes that the log had
  private Map<String, String> rotated(Way way, Posix posix) throws Exception {
    Path directory = way.onDisk ? logs : archives;
    Path app = directory.resolve("app.log");
    Files.writeString(app, "a line\n".repeat(2000));
    Files.setAttribute(app, "unix:uid", OWNER);
    Files.setAttribute(app, "unix:gid", GROUP);
    AccessList.letWrite(app, 33);
    set(app, ORIGIN, "somewhere");
    if (!way.cuts) {
      set(app, CAPABILITY, BIND); // the kernel removes it from what is cut
    }
    Map<String, String> wanted = attributes(app);
    assertThat(wanted).hasSize(way.cuts ? 3 : 4).containsEntry(ORIGIN, "somewhere");
    RuleBuilder rule = RuleBuilder.of(directory, "app.log").size(1);
    if (way.onDisk) {
      rule.archiveDir(archives.toString());
    }
    new Rig(way.rule.apply(rule).settings(), posix, clock, log).wholeAndDrain(Cause.SCHEDULE);
    return wanted;
  }

  private Map<String, String> attributes(Path file) throws IOException {
    var all = new TreeMap<String, String>();
    all.put("inode", Files.readAttributes(file, "unix:uid,gid,mode").toString());
    Fd directory = posix.openDirectory(file.resolveSibling(""));
    Fd open = posix.open(directory, file.getFileName(), Open.READ, 0);
    try {
      for (String name : List.of(ACCESS, ORIGIN, CAPABILITY)) {
        posix.attribute(open, name).ifPresent(value -> all.put(name, value));
      }
      return all;
    } finally {
      posix.close(open);
      posix.close(directory);
    }
  }

  private void set(Path file, String name, String value) throws IOException {
    Fd directory = posix.openDirectory(file.resolveSibling(""));
    Fd open = posix.open(directory, file.getFileName(), Open.READ, 0);
    try {
      posix.setAttribute(open, name, value);
    } finally {
      posix.close(open);
      posix.close(directory);
    }
    assertThat(value.getBytes(UTF_8)).hasSize(value.length());
  }
}
