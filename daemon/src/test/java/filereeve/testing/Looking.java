package filereeve.testing;

import filereeve.route.Watched;

/// For looks at files whose later changes nobody depends on.
public final class Looking {
  /// Waits for nothing.
  public static final Watched ANYWAY = (_, _) -> {};

  private Looking() {}
}
