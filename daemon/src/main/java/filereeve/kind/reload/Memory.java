package filereeve.kind.reload;

import java.util.Optional;

/// What a rule remembers.
///
/// @param scope by which `applied` was made
/// @param applied the content that the service last applied, or the first that was seen
/// @param refused the digest of a later content that failed its check
/// @param begun the digest of a later content that the service was about to apply: whether it took
///   that, or half of it, nobody knows
record Memory(Scope scope, Snapshot applied, Optional<String> refused, Optional<String> begun) {

  /// What is there is what the service works with.
  static Memory of(Scope scope, Snapshot applied) {
    return new Memory(scope, applied, Optional.empty(), Optional.empty());
  }

  Memory withRefused(Optional<String> digest) {
    return new Memory(scope, applied, digest, begun);
  }

  Memory withBegun(String digest) {
    return new Memory(scope, applied, refused, Optional.of(digest));
  }
}
