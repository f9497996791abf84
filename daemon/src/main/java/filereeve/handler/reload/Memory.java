package filereeve.handler.reload;

import java.util.Optional;

/// What a rule remembers.
///
/// @param scope by which `applied` was made
/// @param applied what the service was last told of, or what was there at first
/// @param refused the digest of a later content that failed its check
record Memory(Scope scope, Snapshot applied, Optional<String> refused) {}
