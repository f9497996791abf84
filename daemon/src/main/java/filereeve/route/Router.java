package filereeve.route;

import filereeve.event.Cause;
import filereeve.event.FileEvent;
import filereeve.event.RuleName;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// From a path to the rules that care about it. A file of rotate and compress rules belongs to the
/// one with the most specific glob ([Glob#MOST_SPECIFIC_FIRST]) and triggers it for this file; any
/// number of reload rules can watch a file, and each is triggered as a whole.
///
/// Thread: immutable, safe for use by many threads.
public final class Router {
  private final GlobIndex<Claim> claims = new GlobIndex<>();
  private final Predicate<Path> ours;

  /// @param ours paths that the daemon itself makes (archives, temp files): never input of a rule
  public Router(List<Claim> claims, Predicate<Path> ours) {
    this.ours = ours;
    for (Claim claim : claims) {
      for (Glob glob : claim.files()) {
        this.claims.add(glob, claim);
      }
    }
  }

  /// The triggers of one event, each once.
  public List<Trigger> route(FileEvent event) {
    return switch (event) {
      case FileEvent.Changed(Path path) -> changed(path);
      case FileEvent.Deleted(Path path) -> deleted(path);
      case FileEvent.Overflowed(Path root, _) -> overflowed(root);
    };
  }

  /// The rotate or compress rule that this path belongs to.
  public Optional<RuleName> owner(Path path) {
    var best = new Best();
    claims.matching(path, (glob, claim) -> best.offer(glob, claim, path));
    return best.claim == null || ours.test(path)
        ? Optional.empty()
        : Optional.of(best.claim.rule());
  }

  /// Where events can concern a rule: this directory and what is below it.
  public Reach reach(Path directory) {
    return claims.at(directory);
  }

  /// Whether a reload rule watches this path, so that what a symbolic link there points to matters.
  public boolean followsLink(Path path) {
    boolean[] follows = new boolean[1];
    claims.matching(path, (_, claim) -> follows[0] |= !claim.owns() && !claim.ignores(path));
    return follows[0];
  }

  /// The directories (or single files) that all files of all rules are in, none inside another.
  public Set<Path> roots() {
    return claims.roots();
  }

  private List<Trigger> changed(Path path) {
    var triggers = new LinkedHashSet<Trigger>();
    var best = new Best();
    claims.matching(
        path,
        (glob, claim) -> {
          if (claim.owns()) {
            best.offer(glob, claim, path);
          } else if (claim.onChange() && !claim.ignores(path)) {
            triggers.add(whole(claim, Cause.CHANGE));
          }
        });
    if (best.claim != null && best.claim.onChange()) {
      triggers.add(new Trigger(best.claim.rule(), new Subject.File(path), Cause.CHANGE));
    }
    return unlessOurs(path, triggers);
  }

  /// A file that is gone needs no rotation; to a watched configuration it is a change. It may have
  /// been a directory with watched files in it.
  private List<Trigger> deleted(Path path) {
    var triggers = new LinkedHashSet<Trigger>();
    BiConsumer<Glob, Claim> trigger =
        (_, claim) -> {
          if (!claim.owns() && claim.onChange() && !claim.ignores(path)) {
            triggers.add(whole(claim, Cause.CHANGE));
          }
        };
    claims.matching(path, trigger);
    claims.reaching(path, trigger);
    return unlessOurs(path, triggers);
  }

  /// Asked last, because most paths match no glob and it takes longer than to find that.
  private List<Trigger> unlessOurs(Path path, Set<Trigger> triggers) {
    return triggers.isEmpty() || ours.test(path) ? List.of() : List.copyOf(triggers);
  }

  private List<Trigger> overflowed(Path root) {
    var triggers = new LinkedHashSet<Trigger>();
    claims.reaching(root, (_, claim) -> rescan(claim, triggers));
    claims.matching(root, (_, claim) -> rescan(claim, triggers));
    return List.copyOf(triggers);
  }

  private static void rescan(Claim claim, Set<Trigger> triggers) {
    if (claim.onChange()) {
      triggers.add(whole(claim, Cause.RESCAN));
    }
  }

  private static Trigger whole(Claim claim, Cause cause) {
    return new Trigger(claim.rule(), new Subject.Whole(), cause);
  }

  /// The most specific of the claims that own one path.
  private static final class Best {
    private @Nullable Claim claim;
    private @Nullable Glob glob;

    void offer(Glob candidate, Claim owner, Path path) {
      if (owner.owns()
          && (glob == null || Glob.MOST_SPECIFIC_FIRST.compare(candidate, glob) < 0)
          && !owner.ignores(path)) {
        glob = candidate;
        claim = owner;
      }
    }
  }
}
