package filereeve.kind.rotate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.files.TempNames;
import filereeve.posix.Posix;
import filereeve.process.Action;
import filereeve.telemetry.Event;
import filereeve.testing.BetweenCalls;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What one user does to his own logs keeps no log of another user from being rotated.
class HostileUserTest extends OtherUsersLogs {
  /// What he puts beside his log in place of Filereeve's own temporary files.
  static List<Named<Put>> crafted() {
    return List.of(
        Named.of("a NUL in a path", intent("cut 4096 1 2", "group /a\0b")),
        Named.of("a number too large", intent("cut 4096 1 2", "process 99999999999999 1")),
        Named.of("a date too late", intent("empty +1000000001-01-01T00:00:00Z", "x")),
        Named.of("a directory", Files::createDirectory),
        Named.of("a link", file -> Files.createSymbolicLink(file, Path.of("../../outside/secret"))),
        Named.of("a huge file", HostileUserTest::writeHole));
  }

  private static Put intent(String what, String writer) {
    return file ->
        Files.writeString(
            file, "filereeve copytruncate 1\nlog 1 1 1\n%s\n%s\nend\n".formatted(what, writer));
  }

  interface Put {
    void at(Path file) throws IOException;
  }

  private static void writeHole(Path file) throws IOException {
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }
  }

  @ParameterizedTest
  @MethodSource("crafted")
  void whatHeCraftsBesideOneLogKeepsNoOtherFromBeingRotated(Put crafted) throws Exception {
    log.expect(Event.values());
    for (TempNames.Purpose purpose : TempNames.Purpose.values()) {
      if (purpose != TempNames.Purpose.SHRED) { // which is to be overwritten, all of it
        crafted.at(user.logs().resolve(TempNames.of(Path.of("a.log"), purpose)));
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
}
