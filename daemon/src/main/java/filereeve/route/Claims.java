package filereeve.route;

import filereeve.archive.ArchiveName;
import filereeve.archive.ArchiveNames;
import filereeve.event.RuleName;
import filereeve.files.TempNames;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What all rules of a configuration claim, in one index: their files, and the archives of these. A
/// file of rotate and compress rules belongs to the one with the most specific glob
/// ([Glob#MOST_SPECIFIC_FIRST]).
///
/// A path is an archive if its name is one of a log that a glob names, seen from where the log's
/// archives are kept: for `/var/log/*.log` with its archives in `old`, the index has
/// `/var/log/old/*.log` too, and looks for `/var/log/old/app.log` when it is asked about
/// `/var/log/old/app.log.1`. So the cost of a question depends on the path, and not on the number
/// of rules.
///
/// Thread: immutable, safe for use by many threads.
public final class Claims {
  public static final Claims NONE = new Claims(List.of());

  private final OwnFiles ownFiles;
  private final GlobIndex<Claim> files = new GlobIndex<>();

  /// The globs of files that have archives, moved to where these are or were kept.
  private final GlobIndex<Claim> archived = new GlobIndex<>();

  /// The same, but only where new archives go, if not beside their file.
  private final GlobIndex<Claim> moved = new GlobIndex<>();

  /// All ways to read an archive's name. Rules share them, but for patterns of their own.
  private final Set<ArchiveNames> names = new LinkedHashSet<>();

  public Claims(List<Claim> claims) {
    this(claims, OwnFiles.NONE);
  }

  public Claims(List<Claim> claims, OwnFiles ownFiles) {
    this.ownFiles = ownFiles;
    for (Claim claim : claims) {
      claim.files().forEach(glob -> files.add(glob, claim));
      claim.archives().ifPresent(archives -> add(claim, archives));
    }
  }

  private void add(Claim claim, ArchiveClaim archives) {
    names.add(archives.names());
    claim.files().forEach(glob -> archived.add(glob, claim));
    archives
        .directories()
        .forEach(directory -> claim.filesIn(directory).forEach(g -> archived.add(g, claim)));
    archives
        .directory()
        .ifPresent(directory -> claim.filesIn(directory).forEach(g -> moved.add(g, claim)));
  }

  /// The rotate or compress rule that this path belongs to.
  public Optional<RuleName> owner(Path path) {
    return owning(path).filter(_ -> !isOurs(path)).map(Claim::rule);
  }

  /// Whether this path belongs to this rotate or compress rule.
  public boolean owns(RuleName rule, Path path) {
    return owner(path).filter(rule::equals).isPresent();
  }

  /// The claim that is most specific, whether or not the path is input at all.
  Optional<Claim> owning(Path path) {
    var best = new MostSpecific(path);
    files.matching(path, best);
    return Optional.ofNullable(best.claim);
  }

  /// Whether the daemon itself makes such a file: archives, temporary files, its state and its logs
  /// are never input of a rule.
  public boolean isOurs(Path path) {
    Path name = path.getFileName();
    return name != null
        && (ownFiles.has(path)
            || TempNames.isTemp(name)
            || names.stream().anyMatch(each -> isArchive(path, name, each)));
  }

  private boolean isArchive(Path path, Path name, ArchiveNames by) {
    Optional<Path> log = by.read(name).map(ArchiveName::log);
    return log.isPresent()
        && archived.anyMatching(
            path.resolveSibling(log.get()),
            claim -> claim.archives().filter(a -> a.names().equals(by)).isPresent());
  }

  /// The log of this name, in another directory than `logs`, whose new archives go to a directory
  /// too: archives of both would have the same names there.
  public Optional<Path> otherLog(Path archives, Path logs, Path name) {
    var others = new LinkedHashSet<Path>();
    moved.matching(
        archives.resolve(name),
        (_, claim) ->
            claim
                .logDirectory(archives)
                .filter(directory -> !directory.equals(logs))
                .map(directory -> directory.resolve(name))
                .filter(log -> owns(claim.rule(), log))
                .ifPresent(others::add));
    return others.stream().findFirst();
  }

  /// Where events can concern a rule: this directory and what is below it.
  public Reach reach(Path directory) {
    return new Unignored(directory, files.at(directory));
  }

  /// Without what a claim ignores, and without the daemon's own files.
  private final class Unignored implements Reach {
    private final Path directory;
    private final Position<Claim> position;
    private final boolean own;

    Unignored(Path directory, Position<Claim> all) {
      this.directory = directory;
      this.own = ownFiles.has(directory);
      this.position = all.without(claim -> claim.ignores(directory));
    }

    @Override
    public boolean mayMatchBelow() {
      return !own && position.mayMatchBelow();
    }

    @Override
    public Reach in(String name) {
      return new Unignored(directory.resolve(name), position.in(name));
    }
  }

  /// Whether a reload rule watches this path, so that what a symbolic link there points to matters.
  public boolean followsLink(Path path) {
    return files.anyMatching(path, claim -> !claim.owns() && !claim.ignores(path));
  }

  /// The directories (or single files) that all files of all rules are in, none inside another.
  public Set<Path> roots() {
    return files.roots();
  }

  /// Each claim with a glob that matches this path.
  void matching(Path path, BiConsumer<Glob, Claim> found) {
    files.matching(path, found);
  }

  /// Each claim with a glob that can match something in this directory or further below.
  void reaching(Path directory, BiConsumer<Glob, Claim> found) {
    files.reaching(directory, found);
  }

  /// How many times a glob is asked about a name of this path before all is known of it.
  long comparisons(Path path) {
    return files.comparisons(path) + names.size() * archived.comparisons(path);
  }

  /// The most specific of the claims that own one path.
  private static final class MostSpecific implements BiConsumer<Glob, Claim> {
    private final Path path;
    private @Nullable Claim claim;
    private @Nullable Glob glob;

    MostSpecific(Path path) {
      this.path = path;
    }

    @Override
    public void accept(Glob candidate, Claim owner) {
      if (owner.owns()
          && (glob == null || Glob.MOST_SPECIFIC_FIRST.compare(candidate, glob) < 0)
          && !owner.ignores(path)) {
        glob = candidate;
        claim = owner;
      }
    }
  }
}
