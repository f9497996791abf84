package filereeve.route;

import filereeve.event.Cause;
import filereeve.event.FileEvent;
import filereeve.event.Subject;
import filereeve.event.Trigger;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/// From a file event to the rules that it triggers: the one that owns the file, for this file; and
/// any number of reload rules that watch it, each as a whole.
public record Router(Claims claims) {
  /// The triggers of one event, each once.
  public List<Trigger> route(FileEvent event) {
    return switch (event) {
      case FileEvent.Changed(Path path) -> changed(path);
      case FileEvent.Deleted(Path path) -> deleted(path);
      case FileEvent.Overflowed(Path root, _) -> overflowed(root);
    };
  }

  private List<Trigger> changed(Path path) {
    var triggers = new LinkedHashSet<Trigger>();
    claims.matching(path, watching(path, triggers));
    claims
        .owning(path)
        .filter(Claim::onChange)
        .map(claim -> new Trigger(claim.rule(), new Subject.File(path), Cause.CHANGE))
        .ifPresent(triggers::add);
    return unlessOurs(path, triggers);
  }

  /// A file that is gone needs no rotation; to a watched configuration it is a change. It may have
  /// been a directory with watched files in it.
  private List<Trigger> deleted(Path path) {
    var triggers = new LinkedHashSet<Trigger>();
    BiConsumer<Glob, Claim> trigger = watching(path, triggers);
    claims.matching(path, trigger);
    claims.reaching(path, trigger);
    return unlessOurs(path, triggers);
  }

  private static BiConsumer<Glob, Claim> watching(Path path, Set<Trigger> triggers) {
    return (_, claim) -> {
      if (!claim.owns() && claim.onChange() && !claim.ignores(path)) {
        triggers.add(whole(claim, Cause.CHANGE));
      }
    };
  }

  /// Asked last, because most paths match no glob and it takes longer than to find that.
  private List<Trigger> unlessOurs(Path path, Set<Trigger> triggers) {
    return triggers.isEmpty() || claims.isOurs(path) ? List.of() : List.copyOf(triggers);
  }

  private List<Trigger> overflowed(Path root) {
    var triggers = new LinkedHashSet<Trigger>();
    BiConsumer<Glob, Claim> rescan =
        (_, claim) -> {
          if (claim.onChange()) {
            triggers.add(whole(claim, Cause.RESCAN));
          }
        };
    claims.reaching(root, rescan);
    claims.matching(root, rescan);
    return List.copyOf(triggers);
  }

  private static Trigger whole(Claim claim, Cause cause) {
    return new Trigger(claim.rule(), new Subject.Whole(), cause);
  }
}
