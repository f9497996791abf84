package filereeve.kind.rotate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.files.TempNames;
import filereeve.kind.rotate.RotateSettings.Create;
import filereeve.posix.AccessList;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.posix.Swapper;
import filereeve.process.Action;
import filereeve.telemetry.Event;
import filereeve.testing.BetweenCalls;
import filereeve.testing.OtherUser;
import filereeve.testing.RecordingLog;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Root rotates logs in a directory of another user, by a rule without `user`.
class OtherUsersDirectoryTest {
  private static final int ROUNDS = 150;

  private final Posix root = new LinuxPosix();
  private final TestClock clock = new TestClock("2026-11-21T00:00:00Z");

  @TempDir private Path dir;
  private OtherUser user;

  @RegisterExtension private final RecordingLog log = new RecordingLog();

  @BeforeEach
  void anotherUser() throws IOException {
    user = new OtherUser(dir);
  }

  /// How the logs are rotated while names are swapped.
  enum Way {
    RENAME {
      @Override
      RuleBuilder of(RuleBuilder rule) {
        return rule.create().compress(Codec.ZSTD);
      }
    },
    SHRED {
      @Override
      RuleBuilder of(RuleBuilder rule) {
        return rule.naming(Naming.NUMBERED).shred().archiveDir("old").compress(Codec.GZIP);
      }
    },
    COPYTRUNCATE {
      @Override
      RuleBuilder of(RuleBuilder rule) {
        return rule.copyTruncate();
      }
    };

    abstract RuleBuilder of(RuleBuilder rule);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void whateverIsSwappedNothingOutsideOfItChanges(Way way) throws Exception {
    log.expect(Event.values());
    Rig rig = rig(way.of(rule().keepFiles(2)), root);
    try (Swapper swapper = user.swapping()) {
      for (int round = 0; round < ROUNDS; round++) {
        for (String name : List.of("app.log", "b.log")) {
          user.write(name, "x\n".repeat(2000));
        }
        rig.wholeAndDrainOnce();
        clock.advance(Duration.ofSeconds(1));
      }
      assertThat(swapper.swaps()).isPositive();
    }
    assertThat(log.lines(Event.ROTATED)).isNotEmpty();
    user.assertReachedNothing();
  }

  @Test
  void aLinkInPlaceOfTheArchiveDirectoryIsNotFollowed() throws Exception {
    user.write("app.log", "a line\n");
    user.give(Files.createSymbolicLink(user.logs().resolve("old"), user.outside()));

    Outcome outcome = rig(rule().archiveDir("old").keepFiles(1), root).whole(Cause.SCHEDULE);

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.toString())
        .contains(
            "the symbolic link " + user.logs().resolve("old"),
            "is not followed",
            "Name the directory that it leads to, or set \"user\".");
    assertThat(user.logs().resolve("app.log")).hasContent("a line");
    user.assertReachedNothing();
  }

  /// The new directory gets the owner of the logs' directory; a link in its place would give away
  /// what it leads to.
  @Test
  void theArchiveDirectoryThatIsSwappedWhileItIsCreatedGivesNothingAway() throws Exception {
    user.write("app.log", "a line\n");
    Path old = user.logs().resolve("old");
    Posix swapped =
        afterCreationOf(
            old,
            () -> {
              Files.move(old, user.logs().resolve("away"));
              Files.createSymbolicLink(old, user.outside());
            });

    Outcome outcome = rig(rule().archiveDir("old"), swapped).whole(Cause.SCHEDULE);

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(user.logs().resolve("app.log")).hasContent("a line");
    user.assertReachedNothing();
  }

  /// Another directory in its place keeps its owner too.
  @Test
  void aDirectoryThatIsNotOurOwnKeepsItsOwner() throws Exception {
    user.write("app.log", "a line\n");
    Path old = user.logs().resolve("old");
    Path others = Files.createDirectory(user.logs().resolve("others"));
    Files.setAttribute(others, "unix:uid", 4711);
    Posix swapped =
        afterCreationOf(
            old,
            () -> {
              Files.move(old, user.logs().resolve("away"));
              Files.move(others, old);
            });

    rig(rule().archiveDir("old"), swapped).whole(Cause.SCHEDULE);

    assertThat(Files.getAttribute(old, "unix:uid")).isEqualTo(4711);
  }

  /// Between the event and the run.
  @Test
  void aDirectoryThatBecameALinkIsNotEntered() throws Exception {
    Path log = user.logs().resolve("app.log");
    Rig rig = rig(rule().size(1), root);
    Files.move(user.logs(), user.logs().resolveSibling("away"));
    user.give(Files.createSymbolicLink(user.logs(), user.outside()));

    assertThat(rig.file(log, Cause.CHANGE).toString())
        .contains("the symbolic link " + user.logs(), "is not followed");
    assertThat(rig.whole(Cause.SCHEDULE).toString()).contains("is not followed");
    user.assertReachedNothing();
  }

  /// By its mode, only root's group can.
  @Test
  void aDirectoryWhoseAccessListLetsOthersWriteIsRefused() throws Exception {
    user.write("a.log", "a line\n");
    Files.setAttribute(user.logs(), "unix:uid", 0);
    Files.setAttribute(user.logs(), "unix:gid", 0);
    AccessList.letWrite(user.logs(), 4711);

    assertThat(rig(rule(), root).whole(Cause.SCHEDULE).toString())
        .contains("is writable by users of its access control list");
  }

  @Test
  void aThirdUsersLogInHisDirectoryIsSkipped() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    user.write("a.log", "a line\n");
    Files.setAttribute(user.logs().resolve("a.log"), "unix:uid", 4711);
    Files.writeString(user.logs().resolve("root.log"), "a line\n");

    rig(rule(), root).whole(Cause.SCHEDULE);

    assertThat(Rig.names(user.logs())).containsExactly("a.log", "root.log-20261121T000000Z");
    assertThat(log.lines(Event.SKIPPED_UNSAFE).getFirst().value("why").orElseThrow())
        .contains("it belongs to user 4711, and the directory to user", "set \"user\"");
  }

  /// The directory for archives is his, the logs are not.
  @ParameterizedTest
  @ValueSource(ints = {0, 4711})
  void archivesOfOthersDoNotGoToHisDirectory(int owner) throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    Path others = Files.createDirectories(dir.toRealPath().resolve("others"));
    Path otherLog = Files.writeString(others.resolve("app.log"), "a line\n");
    for (Path path : List.of(others, otherLog)) {
      Files.setAttribute(path, "unix:uid", owner);
    }
    RuleBuilder rule = RuleBuilder.of(others, "*.log").size(1).archiveDir(user.logs().toString());

    rig(rule, root).whole(Cause.SCHEDULE);

    assertThat(Rig.names(others)).containsExactly("app.log");
    assertThat(Rig.names(user.logs())).isEmpty();
    assertThat(log.lines(Event.SKIPPED_UNSAFE).getFirst().value("why").orElseThrow())
        .contains("and the directory for its archives, " + user.logs(), "set \"user\"");

    rig(rule.acceptingUnsafe(), root).whole(Cause.SCHEDULE);
    assertThat(Rig.names(user.logs())).containsExactly("app.log-20261121T000000Z");
  }

  @Test
  void hisOwnArchivesDo() throws Exception {
    user.write("app.log", "a line\n");
    Path archives = user.give(Files.createDirectory(dir.toRealPath().resolve("archives")));

    rig(rule().archiveDir(archives.toString()), root).whole(Cause.SCHEDULE);

    assertThat(Rig.names(archives)).containsExactly("app.log-20261121T000000Z");
  }

  /// What others' archives come to share with his is not his.
  @Test
  void ofTheDirectoriesThatAreCreatedForHisArchivesOnlyTheLastIsHis() throws Exception {
    user.write("app.log", "a line\n");
    Path above = dir.toRealPath().resolve("srv/archives");
    Path his = above.resolve("his");

    rig(rule().archiveDir(his.toString()).mayBeCreated(), root).whole(Cause.SCHEDULE);

    assertThat(Rig.names(his)).containsExactly("app.log-20261121T000000Z");
    assertThat(Files.getAttribute(his, "unix:uid"))
        .isEqualTo(Files.getAttribute(user.logs(), "unix:uid"));
    for (Path each : List.of(above, above.getParent())) {
      assertThat(Files.readAttributes(each, "unix:uid,gid,permissions"))
          .containsEntry("uid", 0)
          .containsEntry("gid", 0)
          .containsEntry("permissions", PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /// He sets a bit on his log that would run it with the rights of the new one's owner.
  @Test
  void aNewLogOfAnotherOwnerRunsWithNobodysRights() throws Exception {
    user.write("app.log", "a line\n");
    Path app = user.logs().resolve("app.log");
    Files.setAttribute(app, "unix:mode", 06777);
    var roots = new Create(Optional.empty(), Optional.of("root"), Optional.of("root"));

    rig(rule().create(roots).compress(Codec.GZIP).acceptingExecutables(), root).wholeAndDrainOnce();

    assertThat(Files.readAttributes(app, "unix:uid,mode"))
        .containsEntry("uid", 0)
        .containsEntry("mode", 0100777);
    assertThat(Files.getAttribute(user.logs().resolve("app.log-20261121T000000Z.gz"), "unix:mode"))
        .isEqualTo(0100777);
  }

  /// As Debian has it for PostgreSQL: mode 1775, with a group that is not root's.
  @Test
  void anAcceptedDirectoryIsProtectedAsItsOwnersIs() throws Exception {
    log.expect(Event.SKIPPED_UNSAFE);
    Files.setAttribute(user.logs(), "unix:uid", 0);
    Files.setAttribute(user.logs(), "unix:mode", 01775);
    user.write("a.log", "a line\n");
    user.give(
        Files.createSymbolicLink(user.logs().resolve("b.log"), user.outside().resolve("a.csv")));
    assertThat(rig(rule(), root).whole(Cause.SCHEDULE).toString())
        .contains("is writable by its group", "\"user\"", "unsafe_directory: accept");

    rig(rule().acceptingUnsafe(), root).whole(Cause.SCHEDULE);
    assertThat(Rig.names(user.logs())).containsExactly("a.log-20261121T000000Z", "b.log");

    user.write("a.log", "a line\n");
    Path directory = user.logs();
    user.give(Files.createSymbolicLink(directory.resolve("old"), user.outside()));
    Files.setAttribute(directory, "unix:mode", 0775);
    assertThat(
            rig(rule().acceptingUnsafe().archiveDir("old"), root).whole(Cause.SCHEDULE).toString())
        .contains("the symbolic link " + directory.resolve("old"), "is not followed");
    user.assertReachedNothing();
  }

  /// What he puts beside his log in place of Filereeve's own temporary files.
  enum Crafted {
    NUL_IN_A_PATH {
      @Override
      void put(Path file) throws IOException {
        Files.writeString(file, INTENT.formatted("cut 4096 1 2", "group /a\0b"));
      }
    },
    NUMBER_TOO_LARGE {
      @Override
      void put(Path file) throws IOException {
        Files.writeString(file, INTENT.formatted("cut 4096 1 2", "process 99999999999999 1"));
      }
    },
    DATE_TOO_LATE {
      @Override
      void put(Path file) throws IOException {
        Files.writeString(file, INTENT.formatted("empty +1000000001-01-01T00:00:00Z", "x"));
      }
    },
    DIRECTORY {
      @Override
      void put(Path file) throws IOException {
        Files.createDirectory(file);
      }
    },
    LINK {
      @Override
      void put(Path file) throws IOException {
        Files.createSymbolicLink(file, Path.of("../../outside/secret"));
      }
    },
    HUGE {
      @Override
      void put(Path file) throws IOException {
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
          sparse.setLength(1L << 40);
        }
      }
    };

    private static final String INTENT = "filereeve copytruncate 1\nlog 1 1 1\n%s\n%s\nend\n";

    abstract void put(Path file) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void whatHeCraftsBesideOneLogKeepsNoOtherFromBeingRotated(Crafted crafted) throws Exception {
    log.expect(Event.values());
    for (TempNames.Purpose purpose : TempNames.Purpose.values()) {
      if (purpose != TempNames.Purpose.SHRED) { // which is to be overwritten, all of it
        crafted.put(user.logs().resolve(TempNames.of(Path.of("a.log"), purpose)));
      }
    }
    for (String name : List.of("a.log", "b.log")) {
      user.write(name, "a line\n");
    }

    rig(rule(), root).whole(Cause.START);
    rig(rule().copyTruncate(), root).whole(Cause.SCHEDULE);

    assertThat(Rig.names(user.logs())).contains("b.log-20261121T000000Z");
    user.assertReachedNothing();
  }

  @Test
  void anErrorInTheProgramForOneLogKeepsNoOtherFromBeingRotated() throws Exception {
    user.write("a.log", "a line\n");
    user.write("b.log", "a line\n");
    Posix broken =
        BetweenCalls.of(
            root,
            (called, arguments, call) -> {
              if (called.equals("rename") && arguments[1].equals(Path.of("a.log"))) {
                throw new IllegalStateException("broken");
              }
              return call.make();
            });

    assertThatThrownBy(() -> rig(rule(), broken).whole(Cause.SCHEDULE)).hasMessage("broken");

    assertThat(Rig.names(user.logs())).containsExactly("a.log", "b.log-20261121T000000Z");
  }

  /// `before` or `after`, whichever is run with one of his logs, fails: it vanishes, for example.
  @ParameterizedTest
  @ValueSource(strings = {"prepare", "reopen"})
  void aHookThatFailsForHisLogsIsRunForTheOthersAlone(String failing) throws Exception {
    user.write("his.log", "a line\n");
    user.write("too.log", "a line\n");
    Path own = Files.createDirectories(dir.toRealPath().resolve("root/logs"));
    Files.writeString(own.resolve("own.log"), "a line\n");
    var succeeded = new ArrayList<String>();
    HookRunner runner =
        (action, placeholders, _) -> {
          String program = ((Action.Run) action).argv().getFirst();
          List<String> logs = requireNonNull(placeholders.lists().get(Hooks.PATH));
          if (program.equals(failing) && logs.toString().contains("his.log")) {
            return Optional.of("his.log: No such file or directory.");
          }
          succeeded.add(program + " " + logs);
          return Optional.empty();
        };
    RuleBuilder rule =
        RuleBuilder.of(dir.toRealPath(), "*/logs/*.log").size(1).hooks(true, Hooks.Per.ONCE);

    Outcome outcome = new Rig(rule.settings(), root, clock, log, runner).whole(Cause.SCHEDULE);

    assertThat(outcome)
        .isInstanceOf(Outcome.Retry.class)
        .asString()
        .contains(user.logs() + "/his.log and 1 more logs: ")
        .doesNotContain("own.log");
    assertThat(succeeded).contains("%s [%s]".formatted(failing, own.resolve("own.log")));
    assertThat(Rig.names(own)).containsExactly("own.log-20261121T000000Z");
  }

  private Posix afterCreationOf(Path directory, BetweenCalls.Action action) {
    return BetweenCalls.of(
        root,
        (called, arguments, call) -> {
          @Nullable Object result = call.make();
          if (called.equals("mkdir") && directory.endsWith((Path) arguments[1])) {
            action.act();
          }
          return result;
        });
  }

  private RuleBuilder rule() {
    return RuleBuilder.of(user.logs(), "*.log").size(1);
  }

  private Rig rig(RuleBuilder rule, Posix posix) {
    return new Rig(rule.settings(), posix, clock, log);
  }
}
