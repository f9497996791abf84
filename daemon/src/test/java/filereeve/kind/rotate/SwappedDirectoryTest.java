package filereeve.kind.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.posix.Posix;
import filereeve.posix.Swapper;
import filereeve.telemetry.Event;
import filereeve.testing.BetweenCalls;
import filereeve.testing.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Another user swaps names in his directory for links while root rotates in it.
class SwappedDirectoryTest extends OtherUsersLogs {
  private static final int ROUNDS = 150;

  /// How the logs are rotated while names are swapped.
  static List<Named<UnaryOperator<RuleBuilder>>> ways() {
    return List.of(
        Named.of("rename", rule -> rule.create().compress(Codec.ZSTD)),
        Named.of(
            "shred",
            rule -> rule.naming(Naming.NUMBERED).shred().archiveDir("old").compress(Codec.GZIP)),
        Named.of("copytruncate", RuleBuilder::copyTruncate));
  }

  @ParameterizedTest
  @MethodSource("ways")
  @Tag("slow")
  void whateverIsSwappedNothingOutsideOfItChanges(UnaryOperator<RuleBuilder> way) throws Exception {
    log.expect(Event.values());
    Rig rig = rig(way.apply(rule().keepFiles(2)), Durability.unwatched(root));
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
}
