package filereeve.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.Subject;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import filereeve.telemetry.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Other rules put in force while the engine works, and the threads it works with.
class EngineReplaceTest extends OneEngine {
  private static final Duration RESCAN = Duration.ofMinutes(5);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void aRuleThatIsUnchangedIsNotDisturbed() throws Exception {
    engine.start(VirtualEngine.rotate("app"));
    engine.time.pass(MINUTE);
    engine.replace(VirtualEngine.rotate("app", "other"));
    engine.time.pass(RESCAN);

    assertThat(engine.starts("rotate.app")).containsExactly(Duration.ZERO, RESCAN);
    assertThat(engine.starts("rotate.other")).containsExactly(MINUTE, MINUTE.plus(RESCAN));
  }

  @Test
  void aRuleThatIsChangedIsScannedAtOnce() throws Exception {
    String before = VirtualEngine.rotate("app");
    engine.start(before);
    engine.time.pass(MINUTE);
    engine.replace(before.replace("}\n", ", rescan: 2m}\n"));
    engine.time.pass(RESCAN);

    assertThat(engine.starts("rotate.app"))
        .containsExactly(Duration.ZERO, MINUTE, MINUTE.multipliedBy(3), MINUTE.multipliedBy(5));
  }

  @Test
  void aRuleThatIsRemovedDuringItsRunIsNotRunAgain() throws Exception {
    engine.does("rotate.app", _ -> takes(MINUTE));
    engine.start(VirtualEngine.rotate("app", "other"));
    engine.time.pass(Duration.ofSeconds(30));
    engine.offer("rotate.app", new Subject.Whole(), Cause.OPERATOR);
    engine.replace(VirtualEngine.rotate("other"));
    engine.time.pass(RESCAN.multipliedBy(3));

    assertThat(engine.starts("rotate.app")).containsExactly(Duration.ZERO);
    assertThat(engine.starts("rotate.other")).hasSize(4);
    assertThat(log.lines(Event.SKIPPED)).as("what it was offered meanwhile").hasSize(1);
    assertThat(engine.engine().waiting()).isEqualTo(1);
  }

  @Test
  void aRuleThatIsReplacedDuringItsRunRunsAgainAfterIt() throws Exception {
    engine.does("rotate.app", _ -> takes(MINUTE));
    String before = VirtualEngine.rotate("app");
    engine.start(before);
    engine.time.pass(Duration.ofSeconds(30));
    engine.replace(before.replace("}\n", ", rescan: 1h}\n"));
    engine.time.pass(Duration.ofMinutes(30));

    assertThat(engine.starts("rotate.app")).containsExactly(Duration.ZERO, MINUTE);
    assertThat(engine.runs("rotate.app").getLast().causes()).contains(Cause.START);
  }

  @Test
  void anInterruptWhileRulesAreReplacedLeavesTheOldOnesInForce() throws Exception {
    log.expect(Event.WATCH_FAILED);
    engine.start(VirtualEngine.rotate("app"));
    var replacing = new AtomicReference<Thread>();
    engine.host.fail(
        "inotify",
        () -> {
          interruptItsWait(replacing.get());
          return new PosixException("inotify_init1", "inotify", Errno.EMFILE);
        });

    assertThatThrownBy(() -> engine.replace(VirtualEngine.rotate("other"), replacing::set))
        .hasCauseInstanceOf(InterruptedException.class);
    engine.host.heal("inotify");
    engine.time.pass(RESCAN);

    assertThat(engine.starts("rotate.app")).containsExactly(Duration.ZERO, RESCAN);
    assertThat(engine.starts("rotate.other"))
        .as("a scan that had begun")
        .hasSizeLessThanOrEqualTo(1);
  }

  /// Interrupts a thread that waits until all directories are registered, and waits until it has
  /// noticed it.
  private static void interruptItsWait(Thread thread) {
    while (!awaitsRegistration(thread)) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    while (awaitsRegistration(thread)) {
      Thread.onSpinWait();
    }
  }

  private static boolean awaitsRegistration(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        && Stream.of(thread.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals("filereeve.watch.Registered"));
  }

  @Test
  void allThreadsThatCompressAndNoOthersHaveALowPriority() throws Exception {
    Map<String, Boolean> low = new ConcurrentHashMap<>();
    engine.start(
        VirtualEngine.rotate("r0", "r1", "r2", "r3")
            + """
            compress:
              c0: {files: [$ROOT/c0/*]}
              c1: {files: [$ROOT/c1/*]}
              c2: {files: [$ROOT/c2/*]}
              c3: {files: [$ROOT/c3/*]}
            """);
    for (int i = 0; i < 4; i++) {
      for (String rule : List.of("compress.c" + i, "rotate.r" + i)) {
        engine.does(
            rule,
            _ -> {
              low.put(rule, engine.host.lowPriority().contains(Thread.currentThread()));
              return takes(MINUTE);
            });
        engine.offer(rule, new Subject.File(Path.of("/log")), Cause.START);
      }
    }
    engine.time.pass(Duration.ofSeconds(10));

    assertThat(low).hasSize(8);
    assertThat(low)
        .allSatisfy((rule, is) -> assertThat(is).as(rule).isEqualTo(rule.startsWith("compress")));
  }

  @Test
  void anEngineWithoutAThreadOfALaneIsNotAlive() throws Exception {
    engine.start(VirtualEngine.rotate("app"));
    assertThat(engine.engine().isAlive()).isTrue();
    engine.stop();

    assertThat(engine.engine().isAlive()).isFalse();
  }

  private Outcome takes(Duration time) throws InterruptedException {
    engine.time.sleep(time);
    return new Outcome.Done();
  }
}
