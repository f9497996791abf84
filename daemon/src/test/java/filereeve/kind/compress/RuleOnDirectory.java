package filereeve.kind.compress;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.dispatch.Lane;
import filereeve.dispatch.Run;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RuleName;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.notify.Email;
import filereeve.notify.Mailers;
import filereeve.posix.Posix;
import filereeve.process.Actions;
import filereeve.process.Commands;
import filereeve.replace.Existing;
import filereeve.replace.Replacing;
import filereeve.route.Claim;
import filereeve.route.Claims;
import filereeve.route.Glob;
import filereeve.route.Watched;
import filereeve.rule.Access;
import filereeve.rule.Services;
import filereeve.telemetry.Log;
import filereeve.testing.Durability;
import filereeve.testing.FileDates;
import filereeve.testing.Looking;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A compress rule for `*.csv` of one directory, with the runs of a daemon. Each [#start] is a new
/// daemon on the same files.
final class RuleOnDirectory {
  static final RuleName RULE = new RuleName("compress", "exports");

  final Path dir;
  final Log log;
  Codec codec = Codec.ZSTD;
  Duration quiet = Duration.ZERO;
  Existing existing = Existing.DATE;
  boolean keepOriginal;
  Access access = Access.OWN;
  boolean scheduled;
  InstantSource clock = FileDates::kernel;
  Watched watched = Looking.ANYWAY;

  RuleOnDirectory(Path dir, Log log) {
    this.dir = dir;
    this.log = log;
  }

  /// One daemon.
  final class Daemon {
    private final List<Trigger> handedOn = new ArrayList<>();
    private final CompressHandler handler;

    private final Durability durability = new Durability();

    private Daemon(Posix real) {
      Posix posix = durability.watch(real);
      var commands = new Commands(posix);
      var services =
          new Services(
              posix,
              clock,
              () -> true,
              log,
              dir,
              Replacing.steps(posix),
              commands,
              new Actions(commands, posix),
              new Mailers(new Email(posix, clock)),
              handedOn::add,
              watched);
      handler = new CompressHandler(settings(dir + "/*.csv"), services);
    }

    Outcome file(String name, Cause cause) throws InterruptedException {
      return file(name, cause, () -> {});
    }

    Outcome file(String name, Cause cause, Runnable progress) throws InterruptedException {
      return run(new Subject.File(dir.resolve(name)), cause, progress);
    }

    Outcome whole(Cause cause) throws InterruptedException {
      return run(new Subject.Whole(), cause, () -> {});
    }

    /// Runs the rule, and then the files that it queued.
    List<Outcome> everything(Cause cause) throws InterruptedException {
      whole(cause);
      var outcomes = new ArrayList<Outcome>();
      for (Trigger trigger : handedOn()) {
        outcomes.add(run(trigger.key().subject(), trigger.cause(), () -> {}));
      }
      return outcomes;
    }

    private Outcome run(Subject subject, Cause cause, Runnable progress)
        throws InterruptedException {
      var key = new RunKey(RULE, subject);
      var run = new Run(key, Set.of(cause), 1, claims(dir + "/*.csv"), progress);
      return durability.run(() -> handler.handle(run));
    }

    Lane lane(Subject subject) {
      return handler.lane(subject);
    }

    List<Trigger> handedOn() {
      return List.copyOf(handedOn);
    }
  }

  Daemon start(Posix posix) {
    return new Daemon(posix);
  }

  CompressSettings settings(String glob) {
    return new CompressSettings(
        RULE,
        List.of(Glob.parse(glob)),
        true,
        quiet,
        codec,
        new Level.Auto(),
        existing,
        keepOriginal,
        access,
        scheduled);
  }

  static Claims claims(String glob) {
    return new Claims(List.of(new Claim(RULE, List.of(Glob.parse(glob)))));
  }

  List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  String archiveOf(String name) {
    return name + "." + codec.suffix();
  }

  byte[] contentOf(String archive) throws IOException {
    try (InputStream in = codec.decoder(Files.newInputStream(dir.resolve(archive)))) {
      return in.readAllBytes();
    }
  }

  /// Asserts the promise: only the complete archive is left.
  void assertReplaced(String name, byte[] content) throws IOException {
    assertThat(names()).containsExactly(archiveOf(name));
    assertThat(contentOf(archiveOf(name))).isEqualTo(content);
  }

  /// Asserts what must hold at every moment, with or without temporary files.
  void assertNotLost(String name, byte[] content) throws IOException {
    boolean original = names().contains(name);
    boolean archive = names().contains(archiveOf(name));
    assertThat(original || archive).as("something of %s is in %s", name, names()).isTrue();
    if (original) {
      assertThat(Files.readAllBytes(dir.resolve(name))).isEqualTo(content);
    }
    if (archive) {
      assertThat(contentOf(archiveOf(name))).isEqualTo(content);
    }
  }
}
