package filereeve.route;

import filereeve.route.PathGlob.Part;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An absolute path with wildcards, as shells write them: `*` and `?` within a name, `[a-z]`,
/// `[!a-z]`, `{a,b}`, `**` for any number of directories, none included, and `\` before a character
/// that stands for itself. As in a shell, a wildcard at the start of a name does not stand for a
/// leading dot.
public final class Glob {
  /// The more specific first: the longer fixed path, then more characters that stand for
  /// themselves, then fewer wildcards.
  public static final Comparator<Glob> MOST_SPECIFIC_FIRST =
      Comparator.<Glob>comparingInt(g -> g.root.getNameCount())
          .thenComparingLong(g -> g.literals)
          .reversed()
          .thenComparingLong(g -> g.wildcards);

  private final String text;
  private final List<PathGlob> alternatives;
  private final Path root;
  private final String[] rootNames;
  private final List<GlobTail> tails;
  private final long literals;
  private final long wildcards;

  private Glob(String text, List<PathGlob> alternatives) {
    this.text = text;
    this.alternatives = alternatives;
    this.root = fixedPath(alternatives);
    this.rootNames = names(root);
    this.tails = alternatives.stream().map(this::tail).toList();
    this.literals = alternatives.stream().mapToLong(PathGlob::literals).min().orElse(0);
    this.wildcards = alternatives.stream().mapToLong(PathGlob::wildcards).max().orElse(0);
  }

  private GlobTail tail(PathGlob alternative) {
    List<Part> parts = alternative.parts();
    List<Part> after = parts.subList(rootNames.length, parts.size());
    if (after.size() > GlobTail.MOST_PARTS) {
      throw new IllegalArgumentException(
          "more than %d names after the first wildcard: \"%s\""
              .formatted(GlobTail.MOST_PARTS, text));
    }
    return new GlobTail(after);
  }

  /// @throws IllegalArgumentException if the text is no absolute glob; the message says why
  public static Glob parse(String text) {
    return new Glob(text, GlobSyntax.parse(text));
  }

  /// The glob that matches this absolute path and nothing else.
  public static Glob literal(Path path) {
    return parse(path.toString().replaceAll("[\\\\*?\\[\\]{},]", "\\\\$0"));
  }

  /// The same names in another directory: one in each directory that it matches in, or an absolute
  /// one instead of those.
  Glob movedTo(Path directory) {
    return new Glob(
        directory + " of " + text,
        alternatives.stream().map(each -> each.movedTo(directory)).toList());
  }

  public boolean matches(Path path) {
    return read(names(path), GlobTail::matches);
  }

  /// Whether this path, or a directory above it, is what the glob names. `dir/**` names `dir`, too:
  /// it names all that is in it.
  public boolean covers(Path path) {
    String[] names = names(path);
    int depth = rootNames.length;
    if (names.length < depth || !begin(names, rootNames, depth)) {
      return false;
    }
    for (GlobTail tail : tails) {
      long state = tail.start();
      boolean covers = tail.covers(state);
      for (int i = depth; i < names.length && state != 0 && !covers; i++) {
        state = tail.next(state, names[i]);
        covers = tail.covers(state);
      }
      if (covers) {
        return true;
      }
    }
    return false;
  }

  /// Whether it leads into this directory by its name, and not only because `**` stands for any.
  public boolean leadsByName(Path directory) {
    String[] names = names(directory);
    int depth = rootNames.length;
    if (names.length <= depth) {
      return begin(names, rootNames, names.length);
    }
    if (!begin(names, rootNames, depth)) {
      return false;
    }
    for (GlobTail tail : tails) {
      long state = tail.start();
      for (int i = depth; i < names.length - 1 && state != 0; i++) {
        state = tail.next(state, names[i]);
      }
      if (tail.mayMatchBelow(tail.nextByName(state, names[names.length - 1]))) {
        return true;
      }
    }
    return false;
  }

  /// Whether any path in this directory, or further below, can match.
  public boolean mayMatchBelow(Path directory) {
    String[] names = names(directory);
    return names.length < rootNames.length
        ? begin(names, rootNames, names.length)
        : read(names, GlobTail::mayMatchBelow);
  }

  /// Whether a wildcard, not a name alone, leads to files in this directory or further below.
  public boolean reachesByWildcard(Path directory) {
    return alternatives.stream()
        .filter(alternative -> alternative.wildcards() > 0)
        .anyMatch(a -> new Glob(text, List.of(a)).mayMatchBelow(directory));
  }

  /// Whether it names this path, without a wildcard.
  public boolean matchesByName(Path path) {
    return alternatives.stream()
        .filter(alternative -> alternative.wildcards() == 0)
        .anyMatch(a -> new Glob(text, List.of(a)).matches(path));
  }

  private interface Question {
    boolean of(GlobTail tail, long state);
  }

  /// Reads a path that is inside the root.
  private boolean read(String[] names, Question question) {
    int depth = rootNames.length;
    if (names.length < depth || !begin(names, rootNames, depth)) {
      return false;
    }
    for (GlobTail tail : tails) {
      long state = tail.start();
      for (int i = depth; i < names.length && state != 0; i++) {
        state = tail.next(state, names[i]);
      }
      if (question.of(tail, state)) {
        return true;
      }
    }
    return false;
  }

  private static boolean begin(String[] one, String[] other, int count) {
    return Arrays.equals(one, 0, count, other, 0, count);
  }

  /// What comes after the root, for each alternative.
  List<GlobTail> tails() {
    return tails;
  }

  public boolean intersects(Glob other) {
    return alternatives.stream()
        .anyMatch(mine -> other.alternatives.stream().anyMatch(mine::intersects));
  }

  /// Whether there can be a file that this matches in one directory and a file of the same name
  /// that another glob matches in another directory.
  public boolean sharesName(Path directory, Glob other, Path otherDirectory) {
    return lastNames(directory)
        .anyMatch(mine -> other.lastNames(otherDirectory).anyMatch(mine::intersects));
  }

  /// What names have to match that are surely in this directory.
  private Stream<NameGlob> lastNames(Path directory) {
    return alternatives.stream()
        .filter(alternative -> directory(alternative).filter(directory::equals).isPresent())
        .map(alternative -> ((Part.Name) alternative.parts().getLast()).glob());
  }

  /// The directories that it surely matches in, and no other: none for what a wildcard stands for.
  public Set<Path> fixedDirectories() {
    return alternatives.stream()
        .flatMap(alternative -> directory(alternative).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The deepest directories that everything it matches is in, one for each alternative.
  public Set<Path> directories() {
    return alternatives.stream()
        .map(
            alternative -> {
              List<String> fixed = alternative.fixed();
              int depth = Math.min(fixed.size(), alternative.parts().size() - 1);
              return Path.of("/" + String.join("/", fixed.subList(0, depth)));
            })
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The deepest directory (or, without wildcards, the file itself) that everything it matches is
  /// in.
  public Path root() {
    return root;
  }

  /// For a glob whose last name has no wildcard, and so can be a directory's: what is below that.
  public Optional<Glob> below() {
    boolean named =
        alternatives.stream()
            .allMatch(a -> a.parts().getLast() instanceof Part.Name(NameGlob n) && n.isLiteral());
    return named ? Optional.of(parse(text + "/**")) : Optional.empty();
  }

  /// Whether it names one path only, which is then its [#root].
  public boolean isLiteral() {
    return wildcards == 0 && alternatives.size() == 1;
  }

  /// The one directory that everything these match is in; empty if there may be several.
  public static Optional<Path> onlyDirectory(List<Glob> globs) {
    var directories = new HashSet<Optional<Path>>();
    for (Glob glob : globs) {
      glob.alternatives.forEach(alternative -> directories.add(directory(alternative)));
    }
    return directories.size() == 1 ? directories.iterator().next() : Optional.empty();
  }

  private static Optional<Path> directory(PathGlob glob) {
    List<String> fixed = glob.fixed();
    int depth = glob.parts().size() - 1;
    boolean oneDirectory = fixed.size() >= depth && glob.parts().getLast() instanceof Part.Name;
    return oneDirectory
        ? Optional.of(Path.of("/" + String.join("/", fixed.subList(0, depth))))
        : Optional.empty();
  }

  static String[] names(Path path) {
    String text = path.toString();
    return text.length() == 1 ? new String[0] : text.substring(1).split("/", -1);
  }

  private static Path fixedPath(List<PathGlob> alternatives) {
    List<String> common = alternatives.getFirst().fixed();
    for (PathGlob other : alternatives) {
      List<String> names = other.fixed();
      int same = 0;
      while (same < Math.min(common.size(), names.size())
          && common.get(same).equals(names.get(same))) {
        same++;
      }
      common = common.subList(0, same);
    }
    return Path.of("/" + String.join("/", common));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob glob && glob.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
