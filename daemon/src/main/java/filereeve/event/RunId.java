package filereeve.event;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/// Names one run of a handler in the log: the second in which the process started, and a count.
/// Later runs sort behind earlier ones.
///
/// @param rule that it works for
public record RunId(String text, RuleName rule) {
  private static final ScopedValue<RunId> CURRENT = ScopedValue.newInstance();

  /// The run that the calling thread works for.
  public static Optional<RunId> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /// Does something for this run: what it logs on this thread names it.
  public void run(Runnable work) {
    ScopedValue.where(CURRENT, this).run(work);
  }

  /// The same work, for another thread, as part of the run that the calling thread works for.
  public static <T> Callable<T> carried(Callable<T> work) {
    return current()
        .<Callable<T>>map(run -> () -> ScopedValue.where(CURRENT, run).call(work::call))
        .orElse(work);
  }

  @Override
  public String toString() {
    return text;
  }

  /// Makes the ids of one process.
  ///
  /// Thread: safe for use by many threads.
  public static final class Sequence {
    /// In the order of their characters, without those that look like others (Crockford's base 32).
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    private final String start;
    private final AtomicLong count = new AtomicLong();

    public Sequence(Instant start) {
      this.start = number(start.getEpochSecond());
    }

    public RunId next(RuleName rule) {
      String digits = number(count.incrementAndGet());
      return new RunId(start + "-" + DIGITS.charAt(digits.length()) + digits, rule);
    }

    private static String number(long value) {
      var text = new StringBuilder();
      for (long rest = value; rest > 0 || text.isEmpty(); rest >>>= 5) {
        text.append(DIGITS.charAt((int) (rest & 31)));
      }
      return text.reverse().toString();
    }
  }
}
