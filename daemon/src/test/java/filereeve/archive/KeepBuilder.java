package filereeve.archive;

import filereeve.units.Size;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// Builds limits of retention: a further limit changes this class, and no test.
public final class KeepBuilder {
  private OptionalInt files = OptionalInt.empty();
  private Optional<Duration> age = Optional.empty();
  private Optional<Size> total = Optional.empty();
  private Optional<FreeSpace> free = Optional.empty();

  public KeepBuilder files(int atMost) {
    files = OptionalInt.of(atMost);
    return this;
  }

  public KeepBuilder age(Duration atMost) {
    age = Optional.of(atMost);
    return this;
  }

  public KeepBuilder total(long bytes) {
    total = Optional.of(new Size(bytes));
    return this;
  }

  public KeepBuilder free(FreeSpace atLeast) {
    free = Optional.of(atLeast);
    return this;
  }

  public Keep keep() {
    return new Keep(files, age, total, free);
  }
}
