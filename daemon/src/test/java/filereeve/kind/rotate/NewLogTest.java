package filereeve.kind.rotate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.files.Directory;
import filereeve.posix.AccessControlList;
import filereeve.posix.AccessList;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Writers;
import filereeve.telemetry.Event;
import filereeve.testing.BetweenCalls;
import filereeve.testing.FaultyPosix;
import filereeve.testing.MarkableTempDir;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A new log has the rights and attributes of the one that was rotated, and no more. It is swapped
/// for that one, which is never removed.
class NewLogTest {
  @TempDir(factory = MarkableTempDir.class)
  private Path directory;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  private static final String TEMP = ".app.log.filereeve-create";
  private static final String STAMP = "app.log-20261121T000000Z";

  private final Posix posix = new LinuxPosix();
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @Test
  void theNewLogHasTheAccessControlListOfTheOld() throws Exception {
    Path app = app();
    assumeTrue(run("setfacl", "-m", "u:33:rw,g::r,m::rw", app.toString()).isPresent(), "no ACLs");
    Optional<String> before = run("getfacl", "-cn", app.toString());

    rotate(rule());

    assertThat(app).isEmptyFile();
    assertThat(run("getfacl", "-cn", app.toString())).isEqualTo(before);
  }

  /// The default list of a directory gives further users rights on whatever is created there.
  @ParameterizedTest
  @EnumSource
  void whatIsMadeOfALogWithoutAnAccessControlListHasNone(Made made) throws Exception {
    Files.setPosixFilePermissions(app(), PosixFilePermissions.fromString("rw-r-----"));
    try {
      AccessList.letWriteNew(directory, 33);
    } catch (PosixException e) {
      assumeTrue(e.errno() != Errno.EOPNOTSUPP, "no ACLs");
      throw e;
    }
    new Rig(made.of(RuleBuilder.of(directory, "*.log").size(1)).settings(), posix, clock, log)
        .wholeAndDrainOnce();

    List<Path> files;
    try (var names = Files.list(directory)) {
      files = names.filter(Files::isRegularFile).toList();
    }
    assertThat(files).hasSizeGreaterThan(made == Made.ARCHIVE ? 0 : 1);
    for (Path file : files) {
      assertThat(hasAccessList(file)).as("%s", file).isFalse();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as("%s", file)
          .isEqualTo("rw-r-----");
    }
  }

  enum Made {
    NEW_LOG {
      @Override
      RuleBuilder of(RuleBuilder rule) {
        return rule.create();
      }
    },
    NEW_LOG_WITH_A_MODE {
      @Override
      RuleBuilder of(RuleBuilder rule) {
        return rule.create(
            new RotateSettings.Create(Optional.of(0640), Optional.empty(), Optional.empty()));
      }
    },
    COPY {
      @Override
      RuleBuilder of(RuleBuilder rule) {
        return rule.copyTruncate();
      }
    },
    ARCHIVE {
      @Override
      RuleBuilder of(RuleBuilder rule) {
        return rule.compress(Codec.GZIP);
      }
    };

    abstract RuleBuilder of(RuleBuilder rule);
  }

  private boolean hasAccessList(Path file) throws IOException {
    try (Directory parent = Directory.open(posix, directory)) {
      Fd fd = parent.openForReading(file.getFileName());
      try {
        return AccessControlList.isOn(posix, fd);
      } finally {
        posix.close(fd);
      }
    }
  }

  @Test
  void theNewLogHasTheUserAttributesOfTheOldButNoMarks() throws Exception {
    Path app = app();
    view(app).write("origin", UTF_8.encode("somewhere"));
    view(app).write("filereeve.run", UTF_8.encode("new"));

    rotate(rule());

    assertThat(app).isEmptyFile();
    assertThat(view(app).list()).containsExactly("origin");
  }

  @Test
  void aModeThatIsSetIsTheWholeAnswer() throws Exception {
    Path app = app();
    view(app).write("origin", UTF_8.encode("somewhere"));
    var mode = new RotateSettings.Create(Optional.of(0600), Optional.empty(), Optional.empty());

    rotate(RuleBuilder.of(directory, "*.log").create(mode));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(app)))
        .isEqualTo("rw-------");
    assertThat(view(app).list()).isEmpty();
  }

  @Test
  void anOldLogThatWasSwappedForTheNewOneBecomesAnArchive() throws Exception {
    log.expect(Event.RECOVERED_FILE);
    Files.createFile(directory.resolve("app.log"));
    Files.writeString(directory.resolve(TEMP), "one\n");

    var rig = new Rig(rule().after().settings(), posix, clock, log);
    rig.wholeAndDrain(Cause.START);

    assertThat(rig.notified()).isEqualTo(1);
    assertThat(Rig.names(directory)).containsExactly("app.log", STAMP);
    assertThat(directory.resolve(STAMP)).hasContent("one");
    assertThat(log.lines(Event.RECOVERED_FILE))
        .asString()
        .contains("the old one is an archive now");
  }

  /// The watched calls fail if it is removed earlier.
  @Test
  void noArchiveIsRemovedBeforeSuchAnArchiveIsDurable() throws Exception {
    log.expect(Event.RECOVERED_FILE);
    Files.createFile(directory.resolve("app.log"));
    Files.writeString(directory.resolve(TEMP), "one\n");
    Files.writeString(directory.resolve("app.log-20261119T000000Z"), "zero\n");

    new Rig(rule().keepFiles(1).settings(), posix, clock, log).wholeAndDrain(Cause.RESCAN);

    assertThat(Rig.names(directory)).containsExactly("app.log", STAMP);
  }

  /// @param told what the kernel says; without leases, the processes are searched
  @ParameterizedTest
  @EnumSource(names = {"SOME", "UNKNOWN"})
  void anEmptyFileThatIsStillWrittenIsNotRemoved(Writers told) throws Exception {
    log.expect(Event.RECOVERED_FILE);
    Posix telling =
        BetweenCalls.of(posix, (name, _, call) -> name.equals("writers") ? told : call.make());
    Files.createFile(directory.resolve("app.log"));
    Path old = Files.createFile(directory.resolve(TEMP));
    try (var writer = Files.newBufferedWriter(old, StandardOpenOption.APPEND)) {
      new Rig(rule().settings(), telling, clock, log).whole(Cause.START);
      writer.write("late");
    }

    assertThat(directory.resolve(STAMP)).hasContent("late");
  }

  @Test
  void ifTheArchiveDoesNotGetItsNameTheLogIsAsItWas() throws Exception {
    Path app = app();
    Posix refusing = FaultyPosix.of(posix, new FaultyPosix.Fault.Refuse("rename", Errno.EACCES));

    var rig = new Rig(rule().settings(), refusing, clock, log);
    assertThat(rig.whole(Cause.SCHEDULE)).isInstanceOf(Outcome.Failed.class);

    assertThat(app).hasContent("one");
    assertThat(Rig.names(directory)).containsExactly("app.log");
  }

  @Test
  void whoeverHasOpenedTheNewLogByThenKeepsIt() throws Exception {
    log.expect(Event.RECOVERED_FILE);
    Path app = app();
    Posix late =
        BetweenCalls.of(
            posix,
            (name, _, call) -> {
              if (name.equals("rename")) {
                Files.writeString(app, "two\n", StandardOpenOption.APPEND);
                throw new PosixException("rename", "app.log", Errno.EACCES);
              }
              return call.make();
            });

    new Rig(rule().settings(), late, clock, log).whole(Cause.SCHEDULE);
    assertThat(app).hasContent("two");
    new Rig(rule().settings(), posix, clock, log).whole(Cause.RESCAN);

    assertThat(app).hasContent("two");
    assertThat(directory.resolve(STAMP)).hasContent("one");
    assertThat(Rig.names(directory)).containsExactly("app.log", STAMP);
  }

  private RuleBuilder rule() {
    return RuleBuilder.of(directory, "*.log").create();
  }

  private Path app() throws IOException {
    Path app = Files.writeString(directory.resolve("app.log"), "one\n");
    Files.setPosixFilePermissions(app, PosixFilePermissions.fromString("rw-r-----"));
    return app;
  }

  private void rotate(RuleBuilder rule) throws Exception {
    new Rig(rule.settings(), posix, clock, log).whole(Cause.SCHEDULE);
  }

  private static UserDefinedFileAttributeView view(Path file) {
    return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
  }

  /// @return its output; empty if there is no such program, or it fails
  private static Optional<String> run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
