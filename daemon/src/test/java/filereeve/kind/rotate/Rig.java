package filereeve.kind.rotate;

import filereeve.codec.Codec;
import filereeve.dispatch.Run;
import filereeve.event.Cause;
import filereeve.event.Outcome;
import filereeve.event.RunKey;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import filereeve.notify.Mailer;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Posix;
import filereeve.process.Actions;
import filereeve.process.Commands;
import filereeve.replace.Replacing;
import filereeve.route.Claims;
import filereeve.route.Glob;
import filereeve.rule.Services;
import filereeve.telemetry.Log;
import filereeve.testing.Durability;
import filereeve.testing.FileDates;
import filereeve.testing.Looking;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A handler, its queue, and what the files under its directory hold.
final class Rig {
  private static final String STATE = ".state";

  private final Set<Trigger> queue = Collections.synchronizedSet(new LinkedHashSet<>());
  private final AtomicInteger notified = new AtomicInteger();
  private final RotateSettings settings;
  private final HookRunner hooks;
  private final Mailbox mailbox;
  private final RotateHandler handler;
  private final LogLocks locks = new LogLocks();
  private final Durability durability = new Durability();
  private volatile boolean clockIsTrusted = true;
  private volatile Optional<Claims> claims = Optional.empty();
  private boolean notifyingFails;
  private volatile Consumer<Trigger> sink = queue::add;

  Rig(RotateSettings settings, Posix posix, InstantSource clock, Log log) {
    this(settings, posix, clock, log, () -> {});
  }

  /// @param reopen what the writer does when it is notified
  Rig(RotateSettings settings, Posix posix, InstantSource clock, Log log, Runnable reopen) {
    this(settings, posix, clock, log, reopen, new Mailbox());
  }

  /// @param mailbox gets all mail
  Rig(
      RotateSettings settings,
      Posix posix,
      InstantSource clock,
      Log log,
      Runnable reopen,
      Mailbox mailbox) {
    this.settings = settings;
    this.hooks = durability.before(HookRunner.class, (_, _, _) -> notifyWriter(reopen));
    this.mailbox = mailbox;
    this.handler = handler(settings, posix, clock, log);
  }

  Rig(RotateSettings settings, Posix posix, InstantSource clock, Log log, HookRunner hooks) {
    this.settings = settings;
    this.hooks = durability.before(HookRunner.class, hooks);
    this.mailbox = new Mailbox();
    this.handler = handler(settings, posix, clock, log);
  }

  private RotateHandler handler(RotateSettings settings, Posix real, InstantSource clock, Log log) {
    Posix posix = FileDates.moved(durability.watch(real), clock);
    var commands = new Commands(posix);
    var services =
        new Services(
            posix,
            clock,
            () -> clockIsTrusted,
            log,
            stateDirectory(settings),
            Replacing.steps(posix),
            commands,
            new Actions(commands, posix),
            durability.before(Mailer.class, mailbox),
            trigger -> sink.accept(trigger),
            Looking.ANYWAY);
    return new RotateHandler(settings, services, hooks, locks);
  }

  /// The logs that a run holds.
  LogLocks locks() {
    return locks;
  }

  /// Rules that are in force at the same time.
  void besides(Rig... rules) {
    claims = Optional.of(claims(Stream.concat(Stream.of(this), Stream.of(rules))));
  }

  private Optional<String> notifyWriter(Runnable reopen) {
    if (notifyingFails) {
      return Optional.of("the program does not listen. Start it");
    }
    notified.incrementAndGet();
    reopen.run();
    return Optional.empty();
  }

  /// Beside the logs, so that it is deleted with the test's directory; [#names] leaves it out.
  static Path stateDirectory(RotateSettings settings) {
    Glob first = settings.files().getFirst();
    return Glob.onlyDirectory(List.of(first)).orElse(first.root()).resolve(STATE);
  }

  /// Whether a file is of the state directory.
  static boolean isState(Path file) {
    return StreamSupport.stream(file.spliterator(), false).anyMatch(Path.of(STATE)::equals);
  }

  static ArchivePlace place(RotateSettings settings) {
    PastNames past = past(settings);
    return new ArchivePlace(settings, past, new Claims(List.of(past.claim())));
  }

  private static PastNames past(RotateSettings settings) {
    var past = new PastNames(new LinuxPosix(), stateDirectory(settings), settings);
    past.learn();
    return past;
  }

  /// Of all rules in force, made when they are first asked for, as at a start of the program.
  Claims claims() {
    Claims made = claims.orElseGet(() -> claims(Stream.of(this)));
    claims = Optional.of(made);
    return made;
  }

  private static Claims claims(Stream<Rig> rules) {
    return new Claims(rules.map(rule -> past(rule.settings).claim()).toList());
  }

  RotateHandler handler() {
    return handler;
  }

  int notified() {
    return notified.get();
  }

  Mailbox mailbox() {
    return mailbox;
  }

  void clockIsTrusted(boolean trusted) {
    clockIsTrusted = trusted;
  }

  void notifyingFails(boolean fails) {
    notifyingFails = fails;
  }

  /// What runs leave to be done is put there instead of into the rig's own queue.
  void sendTo(Consumer<Trigger> other) {
    sink = other;
  }

  List<Trigger> queued() {
    return List.copyOf(queue);
  }

  Outcome whole(Cause cause) throws InterruptedException {
    return run(new Trigger(RuleBuilder.NAME, new Subject.Whole(), cause));
  }

  Outcome file(Path path, Cause cause) throws InterruptedException {
    return run(new Trigger(RuleBuilder.NAME, new Subject.File(path), cause));
  }

  Outcome archives(Path directory) throws InterruptedException {
    return run(new Trigger(RuleBuilder.NAME, RotateSubjects.archives(directory), Cause.FOLLOW_UP));
  }

  /// Runs everything that is queued, and what that queues.
  ///
  /// @return how the runs went
  List<Outcome> drain() throws InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    for (int runs = 0; !queue.isEmpty(); runs++) {
      if (runs > 1000) {
        throw new AssertionError("it never comes to rest: " + queue);
      }
      outcomes.add(drainOne());
    }
    return outcomes;
  }

  /// Runs the first that is queued.
  Outcome drainOne() throws InterruptedException {
    Trigger next = queue.iterator().next();
    queue.remove(next);
    return run(next);
  }

  /// A whole run, and then everything that it queues.
  List<Outcome> wholeAndDrain(Cause cause) throws InterruptedException {
    var outcomes = new ArrayList<Outcome>(List.of(whole(cause)));
    outcomes.addAll(drain());
    return outcomes;
  }

  /// A whole run, and what is queued at its end.
  void wholeAndDrainOnce() throws InterruptedException {
    whole(Cause.RESCAN);
    List<Trigger> triggers;
    synchronized (queue) {
      triggers = List.copyOf(queue);
      queue.clear();
    }
    for (Trigger trigger : triggers) {
      run(trigger);
    }
  }

  Outcome mail() throws InterruptedException {
    return run(new Trigger(RuleBuilder.NAME, RotateSubjects.DELIVERIES, Cause.FOLLOW_UP));
  }

  private Outcome run(Trigger trigger) throws InterruptedException {
    RunKey key = trigger.key();
    return durability.run(
        () -> handler.handle(new Run(key, Set.of(trigger.cause()), 1, claims(), () -> {})));
  }

  /// The names under a directory, hidden ones too.
  static Set<String> names(Path directory) throws IOException {
    var names = new TreeSet<String>();
    try (var walk = Files.walk(directory)) {
      walk.filter(Files::isRegularFile)
          .map(directory::relativize)
          .filter(file -> !isState(file))
          .forEach(file -> names.add(file.toString()));
    }
    return names;
  }

  /// All lines of all files under a directory, sorted: archives are unpacked, in whole.
  static List<String> lines(Path directory) throws IOException {
    var lines = new ArrayList<String>();
    for (String name : names(directory)) {
      lines.addAll(content(directory.resolve(name)).lines().toList());
    }
    return lines.stream().sorted().toList();
  }

  static String content(Path file) throws IOException {
    try (InputStream in = unpacked(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream unpacked(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    Optional<Codec> codec = Codec.ofName(file);
    return codec.isPresent() ? codec.get().decoder(in) : in;
  }
}
