package filereeve.kind.rotate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.event.Cause;
import filereeve.process.Action;
import filereeve.process.Placeholders;
import filereeve.telemetry.Event;
import filereeve.testing.BetweenCalls;
import filereeve.testing.EveryCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A run that is interrupted, as the end of the daemon does it, before each single call and
/// command.
@Tag("slow")
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
class InterruptedRunTest extends OneLog {
  private static final Set<String> LOGS = Set.of("a.log", "b.log");

  /// Calls after an interrupt, at most: those that finish two logs and undo a compression.
  private static final int MOST_CALLS = 100;

  record Variant(String name, UnaryOperator<RuleBuilder> rule) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Variant> variants() {
    return Stream.of(
        new Variant("hooks once", rule -> rule.hooks(true, Hooks.Per.ONCE)),
        new Variant("hooks each", rule -> rule.hooks(true, Hooks.Per.EACH)),
        new Variant("new log", rule -> rule.hooks(true, Hooks.Per.ONCE).create()),
        new Variant("copytruncate", rule -> rule.hooks(true, Hooks.Per.ONCE).copyTruncate()),
        new Variant("archive_dir", rule -> rule.hooks(true, Hooks.Per.EACH).archiveDir("old")),
        new Variant("numbers", rule -> rule.after().naming(Naming.NUMBERED)));
  }

  /// The daemon's first process, which is interrupted before a step, and the next one.
  private final class Scene {
    private final int at;
    private final Path logs;
    private final Variant variant;
    private int steps;

    /// What commands did, such as `reopen a.log`.
    final List<String> done = new ArrayList<>();

    private String last = "nothing";

    Scene(int at, Variant variant) throws IOException {
      this.at = at;
      this.variant = variant;
      this.logs = Files.createDirectories(directory.resolve(variant.name() + at));
      for (String name : LOGS) {
        Files.writeString(logs.resolve(name), name + " 1\n" + name + " 2\n");
      }
    }

    Rig process() {
      return new Rig(
          variant
              .rule()
              .apply(RuleBuilder.of(logs, "*.log"))
              .compress(Codec.GZIP)
              .runNew("ship")
              .settings(),
          BetweenCalls.of(posix, this::call),
          clock,
          log,
          this::hook);
    }

    private @Nullable Object call(
        String name, @Nullable Object @Nullable [] arguments, BetweenCalls.Real real)
        throws Exception {
      if (!name.equals("close") && !name.equals("memory")) {
        step(name + " " + Arrays.toString(arguments));
      }
      return real.make();
    }

    private Optional<String> hook(Action action, Placeholders placeholders, Duration limit)
        throws InterruptedException {
      String program = ((Action.Run) action).argv().getFirst();
      step(program);
      if (Thread.interrupted()) {
        throw new InterruptedException(); // the command was ended
      }
      for (Path path : files(placeholders, Hooks.PATH)) {
        done.add(program + " " + path.getFileName());
        if (program.equals("reopen")) {
          reopen(path);
        }
      }
      return Optional.empty();
    }

    private void reopen(Path path) {
      try {
        Files.write(path, List.of(), StandardOpenOption.CREATE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static List<Path> files(Placeholders placeholders, String name) {
      String one = placeholders.values().get(name);
      List<String> all =
          one == null ? requireNonNull(placeholders.lists().get(name)) : List.of(one);
      return all.stream().map(Path::of).toList();
    }

    private void step(String what) {
      steps++;
      if (steps == at) {
        last = what;
        Thread.currentThread().interrupt();
      }
    }

    /// Runs what is queued, until it is interrupted.
    ///
    /// @return whether it was
    boolean isInterrupted() {
      Rig rig = process();
      try {
        rig.whole(Cause.SCHEDULE);
        while (steps < at && !rig.queued().isEmpty()) {
          rig.drainOne();
        }
      } catch (InterruptedException _) {
        // The daemon ends.
      }
      assertThat(steps - at).as(where()).isLessThan(MOST_CALLS);
      boolean _ = Thread.interrupted(); // as the dispatcher does
      return steps >= at;
    }

    /// The next process.
    void startAgain() throws InterruptedException {
      steps = at;
      Rig next = process();
      next.wholeAndDrain(Cause.START);
      next.wholeAndDrain(Cause.SCHEDULE);
    }

    String where() {
      return "interrupted before step " + at + ", " + last;
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void theNextStartFinishesARunThatWasInterruptedAtAnyStepAndRunsNoHookAgain(Variant variant)
      throws Exception {
    log.expect(Event.RECOVERED_FILE);
    var whole = new Scene(Integer.MAX_VALUE, variant);
    whole.isInterrupted();

    int steps = EveryCall.of(at -> interruptAt(at, variant, whole));

    assertThat(steps).isGreaterThan(50);
  }

  private boolean interruptAt(int at, Variant variant, Scene whole) throws Exception {
    var scene = new Scene(at, variant);
    boolean interrupted = scene.isInterrupted();
    scene.startAgain();
    String where = scene.where();

    assertThat(Rig.names(scene.logs)).as(where).isEqualTo(Rig.names(whole.logs));
    assertThat(Rig.lines(scene.logs)).as(where).isEqualTo(Rig.lines(whole.logs));
    for (String name : LOGS) {
      assertThat(count(scene, "ship " + name)).as(where).isEqualTo(1);
      assertThat(count(scene, "reopen " + name))
          .as(where)
          .isEqualTo(Math.max(1, count(scene, "prepare " + name)));
    }
    return interrupted;
  }

  private static long count(Scene scene, String hook) {
    return scene.done.stream().filter(hook::equals).count();
  }
}
