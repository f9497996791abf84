package filereeve.posix;

import java.util.Optional;

/// Whom to act as.
///
/// @param user a name that the host knows
/// @param group the same; empty means the user's own
public record Account(String user, Optional<String> group) {}
