package filereeve.sandbox;

import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a rule, or the daemon itself, needs of its host that a hardened unit may close.
///
/// @param writes directories in which it creates, renames and removes files, at any depth
/// @param reads files and directories that it reads
/// @param unknownCommands programs that it runs and of which nobody has written down what they need
public record Needs(
    Set<Path> writes, Set<Path> reads, Set<Grant> grants, Set<String> unknownCommands) {
  public static final Needs NONE = new Needs(Set.of(), Set.of(), Set.of(), Set.of());

  public Needs {
    writes = Set.copyOf(writes);
    reads = Set.copyOf(reads);
    grants = Set.copyOf(grants);
    unknownCommands = Set.copyOf(unknownCommands);
  }

  public static Needs writing(Collection<Path> directories) {
    return new Needs(Set.copyOf(directories), Set.of(), Set.of(), Set.of());
  }

  public static Needs reading(Collection<Path> paths) {
    return new Needs(Set.of(), Set.copyOf(paths), Set.of(), Set.of());
  }

  public static Needs of(Grant... grants) {
    return new Needs(Set.of(), Set.of(), Set.of(grants), Set.of());
  }

  /// Of a program that is not known.
  static Needs unknown(String program) {
    return new Needs(Set.of(), Set.of(), Set.of(), Set.of(program));
  }

  public Needs and(Needs other) {
    return all(List.of(this, other));
  }

  public static Needs all(Collection<Needs> parts) {
    var writes = new LinkedHashSet<Path>();
    var reads = new LinkedHashSet<Path>();
    var grants = EnumSet.noneOf(Grant.class);
    var unknown = new TreeSet<String>();
    for (Needs part : parts) {
      writes.addAll(part.writes);
      reads.addAll(part.reads);
      grants.addAll(part.grants);
      unknown.addAll(part.unknownCommands);
    }
    return new Needs(writes, reads, grants, unknown);
  }
}
