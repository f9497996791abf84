package filereeve.testing;

import filereeve.time.Ticker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Threads that take turns, in every order: one runs until it waits or ends a step, then it or any
/// other that can may run. So a test sees all that can happen between threads whose steps exclude
/// one another by a lock, instead of what happens most often.
///
/// A wait of limited time may end whenever another thread could run as well.
public final class Turns implements Ticker {
  /// Many times what a scenario of a few threads has. One that has more cannot be read, either.
  private static final int MOST_ORDERS = 100_000;

  /// What a thread does in its turns.
  public interface Body {
    void run() throws InterruptedException;
  }

  /// Which of the things that could happen next happens.
  private record Choice(int taken, int of) {
    boolean isLast() {
      return taken == of - 1;
    }
  }

  private final List<Choice> choices;
  private final List<Player> players = new ArrayList<>();
  private final Semaphore turnIsOver = new Semaphore(0);
  private int made;
  private long nanos;
  private Optional<Throwable> failure = Optional.empty();

  private Turns(List<Choice> choices) {
    this.choices = choices;
  }

  /// Plays a scenario once for each order of turns.
  ///
  /// @param scenario adds threads, has them [#play], and checks what they did
  public static void inEveryOrder(Consumer<Turns> scenario) {
    var choices = new ArrayList<Choice>();
    int orders = 0;
    do {
      orders++;
      if (orders > MOST_ORDERS) {
        throw new AssertionError("more than %s orders".formatted(MOST_ORDERS));
      }
      var turns = new Turns(choices);
      try {
        scenario.accept(turns);
      } catch (AssertionError e) {
        throw new AssertionError("in order " + orders + ", " + choices, e);
      } finally {
        turns.end();
      }
      while (!choices.isEmpty() && choices.getLast().isLast()) {
        choices.removeLast();
      }
      if (!choices.isEmpty()) {
        Choice last = choices.removeLast();
        choices.add(new Choice(last.taken() + 1, last.of()));
      }
    } while (!choices.isEmpty());
  }

  /// Adds a thread.
  public Thread thread(Body body) {
    var player = new Player(body);
    players.add(player);
    player.start();
    return player;
  }

  /// Returns when all threads have ended, or wait for one another.
  ///
  /// @return those that wait
  public List<Thread> play() {
    for (List<Player> able = able(); !able.isEmpty(); able = able()) {
      able.get(choose(able.size())).takeTurn();
    }
    failure.ifPresent(
        e -> {
          throw new AssertionError(e);
        });
    return players.stream().filter(player -> !player.ended).map(Thread.class::cast).toList();
  }

  /// To be called by a thread between two of its steps.
  public void step() {
    ((Player) Thread.currentThread()).yieldTurn();
  }

  private List<Player> able() {
    Stream<Player> runnable = players.stream().filter(Player::canRun);
    Stream<Player> first =
        players.stream()
            .filter(player -> !player.ended && !player.canRun() && player.deadline < Long.MAX_VALUE)
            .min(Comparator.comparingLong(player -> player.deadline))
            .stream();
    return Stream.concat(runnable, first).toList();
  }

  private int choose(int of) {
    if (made == choices.size()) {
      choices.add(new Choice(0, of));
    }
    Choice choice = choices.get(made++);
    if (choice.of() != of) {
      throw new IllegalStateException("the scenario depends on more than the order of turns");
    }
    return choice.taken();
  }

  /// Ends the threads that wait.
  private void end() {
    for (Player player : players) {
      while (!player.ended) {
        player.interrupt();
        player.takeTurn();
      }
    }
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Condition condition(Lock lock) {
    return new TurnCondition(lock);
  }

  private final class Player extends Thread {
    private final Body body;
    private final Semaphore turn = new Semaphore(0);

    /// Whether it is in a wait that has not been signalled.
    private boolean waits;

    /// When that ends by itself.
    private long deadline = Long.MAX_VALUE;

    /// What [#isInterrupted] says only while it does not wait for its turn.
    private boolean interrupted;

    private boolean ended;

    Player(Body body) {
      this.body = body;
      setDaemon(true);
    }

    boolean canRun() {
      return !ended && (!waits || interrupted);
    }

    @Override
    public void interrupt() {
      interrupted = true;
      super.interrupt();
    }

    /// Lets it run until it waits, or ends a step.
    void takeTurn() {
      if (waits && !interrupted) {
        nanos = Math.max(nanos, deadline);
      }
      turn.release();
      turnIsOver.acquireUninterruptibly();
    }

    void yieldTurn() {
      turnIsOver.release();
      turn.acquireUninterruptibly();
    }

    @Override
    public void run() {
      turn.acquireUninterruptibly();
      try {
        body.run();
      } catch (InterruptedException _) {
        interrupt();
      } catch (RuntimeException | Error e) {
        failure = Optional.of(e);
      }
      ended = true;
      turnIsOver.release();
    }
  }

  private final class TurnCondition extends UnusedWaits {
    private final Lock lock;
    private final List<Player> waiting = new ArrayList<>();

    TurnCondition(Lock lock) {
      this.lock = lock;
    }

    @Override
    public void await() throws InterruptedException {
      var _ = turnUntil(Long.MAX_VALUE);
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
      return turnUntil(nanos + unit.toNanos(time));
    }

    private boolean turnUntil(long deadline) throws InterruptedException {
      var player = (Player) Thread.currentThread();
      waiting.add(player);
      player.waits = true;
      player.deadline = deadline;
      lock.unlock();
      player.yieldTurn();
      lock.lock();
      boolean signalled = !player.waits;
      player.waits = false;
      waiting.remove(player);
      if (!signalled && Thread.interrupted()) {
        player.interrupted = false;
        throw new InterruptedException();
      }
      return signalled;
    }

    @Override
    public void signal() {
      waiting.stream()
          .filter(player -> !player.interrupted)
          .findFirst()
          .ifPresent(
              player -> {
                player.waits = false;
                waiting.remove(player);
              });
    }

    @Override
    public void signalAll() {
      List.copyOf(waiting).forEach(_ -> signal());
    }
  }
}
