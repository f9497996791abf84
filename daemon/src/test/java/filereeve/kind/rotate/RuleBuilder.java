package filereeve.kind.rotate;

import filereeve.archive.Keep;
import filereeve.archive.KeepBuilder;
import filereeve.archive.NamePattern;
import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.event.RuleName;
import filereeve.kind.rotate.RotateSettings.Create;
import filereeve.kind.rotate.RotateSettings.Destinations;
import filereeve.kind.rotate.RotateSettings.Missing;
import filereeve.kind.rotate.RotateSettings.OnRemove;
import filereeve.posix.Account;
import filereeve.process.Action;
import filereeve.route.Glob;
import filereeve.rule.Access;
import filereeve.units.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A rotate rule for a test: dated, kept for ever, not compressed, unless it says otherwise.
final class RuleBuilder {
  static final RuleName NAME = new RuleName("rotate", "app");

  private final List<Glob> files = new ArrayList<>();
  private Optional<Size> size = Optional.empty();
  private Optional<Duration> age = Optional.empty();
  private Size minSize = new Size(0);
  private Method method = new Method.Rename();
  private Optional<Create> create = Optional.empty();
  private Missing missing = Missing.OK;
  private Hooks hooks = Hooks.NONE;
  private Naming naming = Naming.DATED;
  private Optional<String> archiveDir = Optional.empty();
  private ZoneId zone = ZoneOffset.UTC;
  private Keep keep = Keep.ALL;
  private OnRemove onRemove = OnRemove.NOTHING;
  private Destinations onArchive = Destinations.NONE;
  private Access access = Access.OWN;
  private boolean createsArchiveDir = true;
  private Optional<RotateSettings.Compression> compress = Optional.empty();

  static RuleBuilder of(Path directory, String... globs) {
    return new RuleBuilder().files(directory, globs);
  }

  RuleBuilder files(Path directory, String... globs) {
    for (String glob : globs) {
      files.add(Glob.parse(directory + "/" + glob));
    }
    return this;
  }

  RuleBuilder size(long bytes) {
    size = Optional.of(new Size(bytes));
    return this;
  }

  RuleBuilder age(Duration limit) {
    age = Optional.of(limit);
    return this;
  }

  RuleBuilder minSize(long bytes) {
    minSize = new Size(bytes);
    return this;
  }

  RuleBuilder copyTruncate() {
    return method(new Method.CopyTruncate(false, false));
  }

  RuleBuilder method(Method how) {
    method = how;
    return this;
  }

  RuleBuilder create() {
    return create(new Create(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  RuleBuilder create(Create attributes) {
    create = Optional.of(attributes);
    return this;
  }

  RuleBuilder actingAs(String user) {
    access = new Access(Optional.of(new Account(user, Optional.empty())), false, false);
    return this;
  }

  RuleBuilder after() {
    return hooks(false, Hooks.Per.ONCE);
  }

  /// @param before whether there is one besides `after`
  RuleBuilder hooks(boolean before, Hooks.Per per) {
    hooks =
        new Hooks(
            before ? Optional.of(new Action.Run(List.of("prepare", "<path>"))) : Optional.empty(),
            Optional.of(new Action.Run(List.of("reopen", "<path>", "<archive>"))),
            per);
    return this;
  }

  RuleBuilder missing(Missing what) {
    missing = what;
    return this;
  }

  RuleBuilder naming(Naming how) {
    naming = how;
    return this;
  }

  RuleBuilder pattern(String text) {
    return naming(new Naming.Dated(NamePattern.parse(text)));
  }

  RuleBuilder zone(String id) {
    zone = ZoneId.of(id);
    return this;
  }

  RuleBuilder keep(Keep limits) {
    keep = limits;
    return this;
  }

  RuleBuilder archiveDir(String directory) {
    archiveDir = Optional.of(directory);
    return this;
  }

  /// An absolute directory for archives is not created.
  RuleBuilder mustExist() {
    createsArchiveDir = false;
    return this;
  }

  RuleBuilder mayBeCreated() {
    createsArchiveDir = true;
    return this;
  }

  /// Root works in directories that others can write to.
  RuleBuilder acceptingUnsafe() {
    access = new Access(access.account(), true, false);
    return this;
  }

  /// Programs are logs, too.
  RuleBuilder acceptingExecutables() {
    access = new Access(access.account(), access.acceptsUnsafe(), true);
    return this;
  }

  RuleBuilder keepFiles(int files) {
    keep = new KeepBuilder().files(files).keep();
    return this;
  }

  RuleBuilder keepAge(Duration limit) {
    keep = new KeepBuilder().age(limit).keep();
    return this;
  }

  RuleBuilder shred() {
    onRemove = new OnRemove(onRemove.first(), true);
    return this;
  }

  RuleBuilder mailRemoved() {
    onRemove =
        new OnRemove(
            new Destinations(Optional.of("ops"), onRemove.first().run()), onRemove.shred());
    return this;
  }

  RuleBuilder mailNew() {
    onArchive = new Destinations(Optional.of("news"), onArchive.run());
    return this;
  }

  RuleBuilder runNew(String... argv) {
    onArchive = new Destinations(onArchive.mail(), Optional.of(new Action.Run(List.of(argv))));
    return this;
  }

  RuleBuilder runRemoved(String... argv) {
    onRemove =
        new OnRemove(
            new Destinations(onRemove.first().mail(), Optional.of(new Action.Run(List.of(argv)))),
            onRemove.shred());
    return this;
  }

  RuleBuilder compress(Codec codec) {
    return compress(Optional.of(codec), 0);
  }

  RuleBuilder compress(Optional<Codec> codec, int skipNewest) {
    compress = codec.map(c -> new RotateSettings.Compression(c, new Level.Auto(), skipNewest));
    return this;
  }

  RotateSettings settings() {
    return new RotateSettings(
        NAME,
        List.copyOf(files),
        missing,
        new RotateSettings.When(size, age, minSize),
        new RotateSettings.How(method, create, hooks),
        new RotateSettings.Names(naming, zone, archiveDir, createsArchiveDir),
        new RotateSettings.Archives(keep, onRemove, onArchive, compress),
        access,
        Duration.ofSeconds(10));
  }
}
