package filereeve.kind.rotate;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import filereeve.posix.LinuxPosix;
import filereeve.telemetry.Event;
import filereeve.testing.MarkableTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A symbolic link with any name that a rule uses, of a log, an archive or a temporary file: what
/// it leads to is not changed, and its content gets nowhere.
class LinksInPlaceOfFilesTest {
  private static final String SECRET = "a secret\n";
  private static final Path LOG = Path.of("app.log");
  private static final Path ARCHIVE = Path.of("app.log.1");

  @TempDir(factory = MarkableTempDir.class)
  private Path tempDir;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  record Case(String rule, Path link, UnaryOperator<RuleBuilder> how) {
    @Override
    public String toString() {
      return "%s, link %s".formatted(rule, link);
    }
  }

  static Stream<Case> cases() {
    var names =
        new ArrayList<Path>(List.of(LOG, ARCHIVE, Path.of("app.log.2"), Path.of("app.log.1.gz")));
    for (Purpose purpose : Purpose.values()) {
      names.add(TempNames.of(LOG, purpose));
      names.add(TempNames.of(ARCHIVE, purpose));
      names.add(TempNames.of(Path.of("app.log.1.gz"), purpose));
    }
    return names.stream()
        .flatMap(
            name ->
                Stream.of(
                    new Case("create", name, rule -> rule.create().after().compress(Codec.GZIP)),
                    new Case("copytruncate", name, RuleBuilder::copyTruncate),
                    new Case("shred", name, RuleBuilder::shred)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatALinkLeadsToIsNotReached(Case which) throws Exception {
    log.expect(Event.values());
    for (boolean exists : new boolean[] {true, false}) {
      Path directory = Files.createDirectories(tempDir.resolve(exists + "/logs"));
      Path secret = directory.resolveSibling("secret");
      if (exists) {
        Files.writeString(secret, SECRET);
      }
      for (Path file : List.of(LOG, ARCHIVE, Path.of("app.log.2"))) {
        Files.writeString(directory.resolve(file), "a line\n");
      }
      Files.deleteIfExists(directory.resolve(which.link));
      Files.createSymbolicLink(directory.resolve(which.link), Path.of("../secret"));
      String before = describe(secret);

      RuleBuilder rule = RuleBuilder.of(directory, "*.log").naming(Naming.NUMBERED).keepFiles(2);
      for (Cause cause : List.of(Cause.START, Cause.SCHEDULE, Cause.RESCAN)) {
        new Rig(which.how.apply(rule.size(1)).settings(), new LinuxPosix(), clock, log)
            .wholeAndDrain(cause);
      }

      assertThat(describe(secret)).isEqualTo(before);
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.filter(f -> Files.isRegularFile(f, NOFOLLOW_LINKS)).toList()) {
          assertThat(Rig.content(file)).as("%s", file).doesNotContain(SECRET);
        }
      }
    }
  }

  private static String describe(Path file) throws IOException {
    return Files.exists(file)
        ? Files.readAttributes(file, "unix:ino,mode,uid,gid,size,nlink,ctime")
            + Files.readString(file)
        : "nothing";
  }
}
