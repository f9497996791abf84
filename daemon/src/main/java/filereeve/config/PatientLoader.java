package filereeve.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Reads a configuration on a thread of its own. A file of it, or a path that it names, can be on a
/// filesystem that does not answer (NFS, FUSE): whoever touches that waits until it does, which may
/// be never, and nothing ends the wait.
///
/// Thread: for one at a time. A thread that waits is kept until it is answered, and its result is
/// then dropped: there is one at most.
public final class PatientLoader {
  /// Longer than a server takes that works, and so long that starts which are refused for it, one
  /// after another, stay below the unit's limit (5 in 60 s): systemd never gives up.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final ConfigLoader loader;
  private final Duration patience;
  private Optional<Reader> waiting = Optional.empty();

  private PatientLoader(ConfigLoader loader, Duration patience) {
    this.loader = loader;
    this.patience = patience;
  }

  public static PatientLoader of(ConfigLoader loader) {
    return of(loader, PATIENCE);
  }

  /// @param patience how long it waits for an answer
  public static PatientLoader of(ConfigLoader loader, Duration patience) {
    return new PatientLoader(loader, patience);
  }

  /// The configuration as it is on disk.
  public Loaded load(Path main) throws InterruptedException {
    Reader reader = waiting.orElseGet(() -> new Reader(main, loader.disk()));
    if (waiting.isPresent() && reader.answers(patience)) { // with what was there before
      reader = new Reader(main, loader.disk());
    }
    waiting = Optional.of(reader);
    if (!reader.answers(patience)) {
      return reader.silent();
    }
    waiting = Optional.empty();
    return reader.result();
  }

  /// The configuration as it was when it was copied, with the present environment.
  public Loaded load(Path main, ConfigCopy copy) throws InterruptedException {
    var reader = new Reader(main, copy);
    return reader.answers(patience) ? reader.result() : reader.silent();
  }

  /// What is in force where there is no configuration: the defaults, with the present environment.
  /// It has no rule.
  public Loaded none(Path main) throws InterruptedException {
    Loaded loaded = load(main, ConfigCopy.ofNoRule(main));
    return loaded instanceof Loaded.Good good
        ? new Loaded.Good(good.settings(), good.hints(), good.effective(), ConfigCopy.NONE)
        : loaded;
  }

  private final class Reader {
    private final Progress progress;
    private final AtomicReference<Optional<Loaded>> loaded =
        new AtomicReference<>(Optional.empty());
    private final Thread thread;

    Reader(Path main, Sources sources) {
      this.progress = new Progress(main, sources);
      this.thread =
          Thread.ofPlatform()
              .name("filereeve-configuration")
              .daemon()
              .start(() -> loaded.set(Optional.of(loader.load(main, progress))));
    }

    boolean answers(Duration within) throws InterruptedException {
      return thread.join(within);
    }

    Loaded.Silent silent() {
      return new Loaded.Silent(progress.at(), progress.stateDirectories(loader.environment()));
    }

    Loaded result() {
      return loaded
          .get()
          .orElseThrow(() -> new IllegalStateException("the configuration's reader has failed"));
    }
  }
}
