package filereeve.kind.rotate;

import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.notify.Delivery;
import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.telemetry.Log;
import filereeve.testing.BetweenCalls;
import filereeve.testing.FaultyPosix;
import filereeve.testing.FaultyPosix.Fault;
import filereeve.testing.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// One random history of one rule, the same for the same seed.
final class Episode implements AutoCloseable {
  private static final String[] GLOBS = {"*.log", "more/*.log"};

  /// A rotation with its compression is about so many calls.
  private static final int CALLS = 150;

  private interface Action {
    void take() throws Exception;
  }

  /// @param others whether it can also happen while the rule is at work
  private record Move(String name, int weight, boolean others, Action action) {}

  private final List<Move> moves =
      List.of(
          new Move("write", 40, true, this::write),
          new Move("a late program opens its log", 6, true, this::reopen),
          new Move("time passes", 12, true, this::pass),
          new Move("run", 25, false, this::run),
          new Move("run with failing calls", 10, false, this::runWithFailures),
          new Move("the writer cannot be notified", 4, false, this::runUnnotified),
          new Move("the mail server is away", 3, false, this::runUnmailed),
          new Move("crash", 10, false, this::crash),
          new Move("restart with other settings", 6, false, this::changeSettings),
          new Move("restart", 3, false, this::restart),
          new Move("an operator compresses an archive", 4, false, this::gzip),
          new Move("an operator removes an archive", 2, true, this::deleteArchive),
          new Move("an operator removes a log", 2, true, this::deleteLog),
          new Move("somebody leaves a file", 4, true, this::leaveFile),
          new Move("rest", 6, false, this::rest));

  private final Path root;
  private final Random random;
  private final Log log;
  private final TestClock clock;
  private final World world;
  private final RetentionWitness removals;
  private final Witness witness;
  private final FaultyPosix faulty;
  private final Mailbox mailbox = new Mailbox();
  private final List<String> history = new ArrayList<>();
  private Optional<String> into;
  private RotateSettings settings;
  private boolean busy;
  private Rig rig;

  Episode(Path root, long seed, TestClock clock, Log log) throws IOException {
    this.root = root;
    this.random = new Random(seed);
    this.log = log;
    this.clock = clock;
    var linux = new LinuxPosix();
    Posix real = random.nextInt(4) == 0 ? BetweenCalls.withoutSwap(linux) : linux;
    this.world = new World(root, random, clock, real);
    this.into = RandomRule.archiveDir(random);
    this.settings = draw();
    this.removals = new RetentionWitness(world, () -> settings, this::witness, mailbox);
    this.witness = new Witness(real, removals, this::meanwhile, clock);
    this.faulty = FaultyPosix.counting(witness.posix());
    this.rig = newRig();
  }

  /// Programs and the operator do not wait until a run has ended.
  private void meanwhile() throws Exception {
    if (!busy || random.nextInt(30) > 0) {
      return;
    }
    Move move = RandomRule.one(random, moves.stream().filter(Move::others).toList());
    note("meanwhile " + move.name + " before call " + faulty.calls().size());
    move.action.take();
  }

  /// @throws AssertionError with the last moves, if something that must be true is not
  void play(int steps) throws Exception {
    try {
      for (int i = 0; i < steps; i++) {
        step();
      }
      rest();
      for (Program program : world.programs()) {
        program.close();
      }
      rest();
    } catch (AssertionError | RuntimeException | IOException e) {
      throw new AssertionError(
          "%s%n  after %s%n  with the calls%n    %s"
              .formatted(e.getMessage(), lines(history), lines(last(faulty.calls()))),
          e);
    }
  }

  private static String lines(List<String> texts) {
    return String.join(System.lineSeparator() + "    ", texts);
  }

  private static List<String> last(List<String> calls) {
    return calls.subList(Math.max(0, calls.size() - 12), calls.size());
  }

  private Witness witness() {
    return witness;
  }

  private void step() throws Exception {
    int at = random.nextInt(moves.stream().mapToInt(Move::weight).sum());
    for (Move move : moves) {
      at -= move.weight;
      if (at < 0) {
        history.add("then " + move.name);
        faulty.arm(new Fault.None());
        busy = !move.others && random.nextBoolean();
        move.action.take();
        return;
      }
    }
  }

  private void write() throws IOException {
    world.anyProgram().write(2 + random.nextInt(11)); // one line alone could be any other's
  }

  private void reopen() throws IOException {
    world.anyProgram().reopenIfNotified();
  }

  private void pass() {
    clock.advance(
        Duration.ofSeconds(random.nextInt(4) == 0 ? random.nextInt(20_000) : random.nextInt(90)));
  }

  private void run() throws InterruptedException {
    List<Outcome> outcomes = anyRun();
    note("went " + outcomes);
  }

  private List<Outcome> anyRun() throws InterruptedException {
    Cause cause =
        RandomRule.one(
            random, Cause.RESCAN, Cause.SCHEDULE, Cause.OPERATOR, Cause.RETRY, Cause.CHANGE);
    return switch (random.nextInt(4)) {
      case 0 -> List.of(rig.whole(cause));
      case 1 -> List.of(rig.file(world.anyLog(), cause));
      case 2 -> rig.drain();
      default -> rig.wholeAndDrain(cause);
    };
  }

  private void runWithFailures() throws InterruptedException {
    Errno errno =
        RandomRule.one(
            random,
            Errno.ENOSPC,
            Errno.EIO,
            Errno.EACCES,
            Errno.EDQUOT,
            Errno.EROFS,
            Errno.EPERM,
            Errno.ENFILE);
    var fault = new Fault.Fail(1 + random.nextInt(CALLS), errno, 1 + random.nextInt(4));
    faulty.arm(fault);
    note(fault.toString());
    run();
    if (faulty.calls().size() >= fault.call()) {
      note("failed: " + faulty.calls().get(fault.call() - 1));
    }
  }

  private void runUnnotified() throws InterruptedException {
    rig.notifyingFails(true);
    run();
    rig.notifyingFails(false);
  }

  private void runUnmailed() throws InterruptedException {
    mailbox.refuse(new Delivery.Impossible("nobody is there. Start it"));
    run();
    mailbox.takeAll();
  }

  /// Also in the scan at the start after it, and in that one's.
  private void crash() throws Exception {
    faulty.arm(new Fault.StopAfter(1 + random.nextInt(CALLS)));
    try {
      run();
    } catch (FaultyPosix.Stopped _) {
      note("stopped after " + faulty.calls().getLast());
    }
    if (random.nextBoolean()) {
      write();
    }
    boolean again = random.nextInt(3) == 0;
    faulty.arm(again ? new Fault.StopAfter(1 + random.nextInt(60)) : new Fault.None());
    try {
      restart();
    } catch (FaultyPosix.Stopped _) {
      note("stopped again after " + faulty.calls().getLast());
      faulty.arm(new Fault.None());
      restart();
    }
  }

  private void changeSettings() throws Exception {
    clock.advance(Duration.ofSeconds(1));
    if (random.nextInt(3) == 0) {
      rest();
      into = RandomRule.archiveDir(random);
    }
    settings = draw();
    note(settings.toString());
    restart();
  }

  private void restart() throws InterruptedException {
    rig = newRig();
    rig.whole(Cause.START);
    if (random.nextBoolean()) {
      rig.drain();
    }
  }

  private void leaveFile() throws IOException {
    Path directory =
        root.resolve(RandomRule.one(random, "logs", "logs/more", "logs/old", "elsewhere"));
    if (random.nextInt(5) == 0) {
      world.foreign().link(directory.resolve("link.log"), root.resolve("elsewhere/target"));
    } else {
      world.foreign().make(directory.resolve(RandomRule.one(random, Foreign.names())));
    }
  }

  /// Everything works, and has time enough: one run rotates, the next one removes what a program
  /// had open, the third one finds that a log is older than was thought because of that.
  private void rest() throws Exception {
    busy = false;
    faulty.arm(new Fault.None());
    for (int i = 0; i < 3; i++) {
      for (Outcome outcome : rig.wholeAndDrain(Cause.RESCAN)) {
        if (outcome instanceof Outcome.Retry || outcome instanceof Outcome.Failed) {
          throw new AssertionError("it does not come right by itself: " + outcome);
        }
      }
    }
    new AtRest(world, settings).check();
  }

  private RotateSettings draw() {
    return RandomRule.draw(root.resolve("logs"), random, into, GLOBS);
  }

  private Rig newRig() {
    return new Rig(settings, faulty, clock, log, world::notifyPrograms, mailbox);
  }

  private void deleteArchive() throws IOException {
    removals.whileRemoving(world::deleteArchive);
  }

  private void deleteLog() throws IOException {
    if (!(busy
        && settings.how().method() instanceof Method.CopyTruncate)) { // else it is an archive
      world.deleteLog();
    }
  }

  private void gzip() throws IOException {
    world.gzipArchive(Rig.place(settings)).ifPresent(file -> witness.written(file));
  }

  private void note(String what) {
    history.add("  (" + what + ")");
  }

  @Override
  public void close() throws IOException {
    world.close();
  }
}
