package filereeve.route;

import filereeve.route.PathGlob.Part;
import filereeve.route.PathGlob.Part.Deep;
import filereeve.route.PathGlob.Part.Name;
import java.util.List;

/// What a glob has after its root, read name by name. A state is the set of parts that can come
/// next, one bit for each; the bit after the last part says that nothing more has to come, and 0
/// that it does not match, whatever comes.
final class GlobTail {
  /// Parts that fit into the bits.
  static final int MOST_PARTS = 62;

  private final List<Part> parts;
  private final long deep;
  private final long end;

  /// The `**` that it ends with, if it does.
  private final long all;

  /// @param parts at most [#MOST_PARTS], as of [PathGlob]
  GlobTail(List<Part> parts) {
    this.parts = parts;
    this.end = 1L << parts.size();
    long bits = 0;
    for (int i = 0; i < parts.size(); i++) {
      bits |= parts.get(i) instanceof Deep ? 1L << i : 0;
    }
    this.deep = bits;
    int last = parts.size() - 1;
    boolean endsDeep =
        last > 0
            && parts.get(last - 1) instanceof Deep
            && parts.get(last).equals(new Name(NameGlob.ANY));
    this.all = endsDeep ? 1L << (last - 1) : 0;
  }

  /// The state in the root.
  long start() {
    return skipDeep(1);
  }

  long next(long state, String name) {
    long after = 0;
    for (long left = state & ~end; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      long bit = 1L << i;
      after |=
          switch (parts.get(i)) {
            case Name(NameGlob glob) -> glob.matches(name) ? bit << 1 : 0;
            case Deep() -> name.startsWith(".") ? 0 : bit;
          };
    }
    return skipDeep(after);
  }

  /// `**` stands for no directory, too.
  private long skipDeep(long state) {
    long all = state;
    for (long more = all | (all & deep) << 1; more != all; more = all | (all & deep) << 1) {
      all = more;
    }
    return all;
  }

  /// The same, if it takes one of the parts for this very name: not `**`.
  long nextByName(long state, String name) {
    long after = 0;
    for (long left = state & ~end & ~deep; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      boolean fits = parts.get(i) instanceof Name(NameGlob glob) && glob.matches(name);
      after |= fits ? 1L << (i + 1) : 0;
    }
    return skipDeep(after);
  }

  /// Whether everything below is named, or this itself is.
  boolean covers(long state) {
    return matches(state) || (state & all) != 0;
  }

  boolean matches(long state) {
    return (state & end) != 0;
  }

  /// Whether more names can be added so that the whole matches.
  boolean mayMatchBelow(long state) {
    return (state & ~end) != 0;
  }
}
